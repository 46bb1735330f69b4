/// The PostgreSQL database that receives the rows.
package struct TargetConfiguration: Hashable, Sendable {
    /// A libpq URL or a `key=value` connection string.
    package var url: Secret
    /// Server settings, by name, for each transaction that loads or publishes: `synchronous_commit`.
    package var session: [String: String]

    package init(url: Secret, session: [String: String] = [:]) {
        self.url = url
        self.session = session
    }
}
