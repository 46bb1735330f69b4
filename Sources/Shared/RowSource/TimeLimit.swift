/// Recognizes a statement that the source ended at its time limit from the server's message.
///
/// PostgreSQL and MariaDB have one SQLSTATE for this and for a statement that somebody cancelled.
package enum TimeLimit {
    private static let words = [
        "due to statement timeout", "max_statement_time exceeded", "maximum statement execution time exceeded",
    ]

    package static func isTold(by message: String) -> Bool {
        words.contains { message.contains($0) }
    }
}
