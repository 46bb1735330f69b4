/// Recognizes a login refused by PostgreSQL from the server's message, because its drivers report no specific SQLSTATE.
package enum LoginRefusal {
    package static func isTold(by message: String) -> Bool {
        ["authentication failed", "no pg_hba.conf entry", "no password supplied"].contains { message.contains($0) }
            || (message.contains("role \"") && message.contains("does not exist"))
    }
}
