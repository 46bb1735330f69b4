package import Model

/// What to connect to, and how.
package struct PostgresOptions: Sendable {
    /// A URI or keywords and values, handed to libpq as it is: TLS parameters, service files and lists of hosts work.
    package var url: Secret
    /// What `pg_stat_activity` shows, unless the URL says otherwise.
    package var applicationName: String
    /// Settings of each transaction.
    ///
    /// Formats of values and the encoding are ours, not theirs.
    package var settings: [String: String]
    /// How long one statement may take.
    package var deadline: Duration
    /// Whether the server is only read from, so that a standby will do, unless the URL says otherwise.
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
