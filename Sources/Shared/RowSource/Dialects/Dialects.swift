/// The dialects, by the name that a driver gives its system.
package enum Dialects {
    /// `name` as ODBC's SQL_DBMS_NAME has it; plain ANSI SQL for a system that isn't known.
    ///
    /// - Parameter quote: what the driver says that names are quoted by; nil where it doesn't.
    package static func dialect(forSystem name: String, quote: Unicode.Scalar? = nil) -> any SQLDialect {
        switch name.lowercased() {
        case "sqlite": SQLiteDialect()
        case "postgresql": PostgreSQLDialect()
        case "mariadb": MariaDBDialect(name: "MariaDB")
        case "mysql": MariaDBDialect(name: "MySQL")
        case "snowflake": SnowflakeDialect(access: .odbc)
        default: standard(forSystem: name, quote: quote)
        }
    }

    /// `name` as ADBC's vendor name has it; plain ANSI SQL for a system that isn't known.
    package static func dialect(forADBC name: String) -> any SQLDialect {
        switch name.lowercased() {
        case "sqlite": SQLiteDialect(access: .adbc)
        case "postgresql": PostgreSQLDialect()
        case "snowflake": SnowflakeDialect(access: .adbc)
        default: ANSIDialect(name: name, usesEscapes: false)
        }
    }

    /// How the ODBC driver of a system differs from others, whatever SQL it is asked in; `name` as above.
    package static func odbcTraits(forSystem name: String) -> ODBCTraits {
        switch name.lowercased() {
        case "sqlite": SQLiteDialect.odbcTraits
        case "postgresql": PostgreSQLDialect.odbcTraits
        case "mariadb", "mysql": MariaDBDialect.odbcTraits
        case "snowflake": SnowflakeDialect.odbcTraits
        default: .standard
        }
    }

    /// Plain ANSI SQL, whatever the system.
    package static func standard(forSystem name: String, quote: Unicode.Scalar? = nil) -> any SQLDialect {
        ANSIDialect(name: name, quote: quote ?? "\"")
    }
}
