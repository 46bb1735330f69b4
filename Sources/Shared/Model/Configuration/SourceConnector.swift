/// The kind of connection to a source, with its configuration.
package enum SourceConnector: Hashable, Sendable {
    case odbc(ODBCConfiguration)
    case adbc(ADBCConfiguration)
    case snowflake(SnowflakeConfiguration)
    case postgres(PostgresSourceConfiguration)

    package var kind: SourceKind {
        switch self {
        case .odbc: .odbc
        case .adbc: .adbc
        case .snowflake: .snowflake
        case .postgres: .postgres
        }
    }
}
