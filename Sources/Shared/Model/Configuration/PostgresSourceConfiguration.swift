/// The configured PostgreSQL source, read over PostgreSQL's own protocol.
package struct PostgresSourceConfiguration: Hashable, Sendable {
    /// A libpq URL or a `key=value` connection string.
    package var url: Secret

    package init(url: Secret) {
        self.url = url
    }
}
