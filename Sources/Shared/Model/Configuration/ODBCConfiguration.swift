/// The configured ODBC connection.
package struct ODBCConfiguration: Hashable, Sendable {
    /// The connection string, such as `Driver=SQLite3;Database=shop.sqlite`.
    package var connection: Secret

    package init(connection: Secret) {
        self.connection = connection
    }
}
