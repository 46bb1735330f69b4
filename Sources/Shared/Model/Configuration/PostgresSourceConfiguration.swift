/// Which PostgreSQL database is read by its own protocol, as configured.
package struct PostgresSourceConfiguration: Hashable, Sendable {
    /// As libpq takes it.
    package var url: Secret

    package init(url: Secret) {
        self.url = url
    }
}
