/// The dialects, by the name that a driver gives its system.
package enum Dialects {
    /// `name` as ODBC's SQL_DBMS_NAME has it; plain ANSI SQL for a system that isn't known.
    package static func dialect(forSystem name: String) -> any SQLDialect {
        switch name.lowercased() {
        case "sqlite": SQLiteDialect()
        case "postgresql": PostgreSQLDialect()
        case "mariadb": MariaDBDialect(name: "MariaDB")
        case "mysql": MariaDBDialect(name: "MySQL")
        default: ANSIDialect(name: name)
        }
    }
}
