/// A statement that the Snowflake emulator recorded.
package struct EmulatedStatement: Decodable, Sendable {
    /// One AT or BEFORE clause.
    package struct HistoricalRead: Decodable, Sendable, Hashable {
        /// `DATABASE.SCHEMA.TABLE`.
        package var table: String
        /// `AT` or `BEFORE`.
        package var clause: String
        /// The expression as written in the statement.
        package var expression: String
        /// The point in time that it means: ISO 8601 in UTC.
        package var instant: String
    }

    package var sql: String
    /// The query tag; empty if there is none.
    package var tag: String
    /// The number of the session.
    package var session: Int
    /// The number of rows in the result; `nil` if the statement failed.
    package var rows: Int?
    /// Snowflake's error code if the statement failed.
    package var error: String?
    package var history: [HistoricalRead]
    /// The number of rows in each part that has a URL.
    package var parts: [Int]
    /// The numbers of the parts, from 1, in the order in which they were fetched.
    package var fetched: [Int]
    /// The faults that affected it, such as `cut-at-message 3`.
    package var faults: [String]
}
