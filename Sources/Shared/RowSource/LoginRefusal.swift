/// PostgreSQL's words for a login that it refuses, as its drivers hand them on: they give it no SQLSTATE of its own.
package enum LoginRefusal {
    package static func isTold(by message: String) -> Bool {
        ["authentication failed", "no pg_hba.conf entry", "no password supplied"].contains { message.contains($0) }
            || (message.contains("role \"") && message.contains("does not exist"))
    }
}
