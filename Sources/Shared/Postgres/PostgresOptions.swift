package import Model

/// What to connect to, and how.
package struct PostgresOptions: Sendable {
    /// A URI or keywords and values, passed to libpq unchanged: TLS parameters, service files and host lists work.
    package var url: Secret
    /// The name in `pg_stat_activity`, unless the URL sets another.
    package var applicationName: String
    /// Settings for each transaction.
    ///
    /// They can't change the formats of values or the encoding.
    package var settings: [String: String]
    /// The default time limit of a statement.
    package var deadline: Duration
    /// Whether the server is only read, so that a standby is acceptable unless the URL says otherwise.
    package var isReadOnly: Bool

    package init(
        url: Secret, applicationName: String, settings: [String: String] = [:], deadline: Duration = .seconds(60),
        isReadOnly: Bool = false
    ) {
        self.url = url
        self.applicationName = applicationName
        self.settings = settings
        self.deadline = deadline
        self.isReadOnly = isReadOnly
    }
}
