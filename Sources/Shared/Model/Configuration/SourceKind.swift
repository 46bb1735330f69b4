/// The kind of connection to a source: `source.type`.
package enum SourceKind: String, Sendable, Codable, CaseIterable {
    case odbc
    case adbc
    case snowflake
    case postgres
}
