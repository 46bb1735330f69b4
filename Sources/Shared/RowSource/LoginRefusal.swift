/// Recognizes a refused login from the server's message, for drivers that report it under an unspecific SQLSTATE.
package enum LoginRefusal {
    /// Words of PostgreSQL, MariaDB, MySQL and SQL Server.
    private static let words = [
        "authentication failed", "no pg_hba.conf entry", "pg_hba.conf rejects connection", "no password supplied",
        "is not permitted to log in", "permission denied for database", "Access denied for user",
        "account is locked", "Account is locked", "password has expired", "You must SET PASSWORD",
        "You must reset your password", "Login failed for user",
    ]

    package static func isTold(by message: String) -> Bool {
        words.contains { message.contains($0) }
            || (message.contains("role \"") && message.contains("does not exist"))
    }
}
