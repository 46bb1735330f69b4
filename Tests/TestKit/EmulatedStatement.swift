/// A statement as the Snowflake emulator saw it.
package struct EmulatedStatement: Decodable, Sendable {
    /// One AT or BEFORE clause.
    package struct HistoricalRead: Decodable, Sendable, Hashable {
        /// `DATABASE.SCHEMA.TABLE`.
        package var table: String
        /// `AT` or `BEFORE`.
        package var clause: String
        /// As it stood in the statement.
        package var expression: String
        /// What it means: ISO 8601 in UTC.
        package var instant: String
    }

    package var sql: String
    /// The query tag; empty without one.
    package var tag: String
    /// One number for each session.
    package var session: Int
    /// Of the result; nil when it failed.
    package var rows: Int?
    /// Snowflake's code when it failed.
    package var error: String?
    package var history: [HistoricalRead]
    /// The rows of each part behind a URL.
    package var parts: [Int]
    /// The numbers of the parts as they were fetched, from 1.
    package var fetched: [Int]
    /// The faults that struck it, such as `cut-at-message 3`.
    package var faults: [String]
}
