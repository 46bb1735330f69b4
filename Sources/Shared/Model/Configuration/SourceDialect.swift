/// The SQL dialect for a source, which also determines how its catalogue is read.
package enum SourceDialect: String, Sendable, Codable, CaseIterable {
    /// The system's own dialect if Snowmelt knows it, otherwise `ansi`.
    case auto
    /// Standard SQL and the driver's catalogue functions, for a system that only reports a known system's name.
    case ansi
}
