/// Whose SQL a source is asked in, and how its catalogue is read.
package enum SourceDialect: String, Sendable, Codable, CaseIterable {
    /// The system's own where Snowmelt knows it, else `ansi`.
    case auto
    /// Standard SQL and the driver's catalogue functions: for a system that only calls itself like one that is known.
    case ansi
}
