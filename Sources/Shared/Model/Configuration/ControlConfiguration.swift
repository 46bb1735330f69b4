/// The PostgreSQL database that holds the work table; the target database if none is configured.
package struct ControlConfiguration: Hashable, Sendable {
    /// A libpq URL or a `key=value` connection string.
    package var url: Secret

    package init(url: Secret) {
        self.url = url
    }
}
