/// What a connection through a driver leads to, as found out while connecting.
package struct DriverIdentity: Sendable {
    package var dialect: any SQLDialect
    package var description: String
    package var place: String?

    /// Before the connection is open.
    package init() {
        self.init(dialect: ANSIDialect(name: ""), description: "", place: nil)
    }

    package init(dialect: any SQLDialect, description: String, place: String?) {
        self.dialect = dialect
        self.description = description
        self.place = place
    }
}
