/// Which ODBC driver reads the source, and where, as configured.
package struct ODBCConfiguration: Hashable, Sendable {
    /// Such as `Driver=SQLite3;Database=shop.sqlite`.
    package var connection: Secret

    package init(connection: Secret) {
        self.connection = connection
    }
}
