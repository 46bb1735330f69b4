/// The PostgreSQL database that receives the rows.
package struct TargetConfiguration: Hashable, Sendable {
    /// A libpq URL or `key=value` connection string.
    package var url: Secret
    /// Server settings of each loading session, by name: `synchronous_commit`, `maintenance_work_mem`.
    package var session: [String: String]

    package init(url: Secret, session: [String: String] = [:]) {
        self.url = url
        self.session = session
    }
}
