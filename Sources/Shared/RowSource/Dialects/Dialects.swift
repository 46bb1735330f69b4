/// Finds the dialect for the system name that a driver reports.
package enum Dialects {
    /// For ODBC, `name` being SQL_DBMS_NAME; standard SQL for an unknown system.
    ///
    /// - Parameter quote: the identifier quote that the driver reports; `nil` if it reports none.
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

    /// For ADBC, `name` being the vendor name; standard SQL for an unknown system.
    package static func dialect(forADBC name: String) -> any SQLDialect {
        switch name.lowercased() {
        case "sqlite": SQLiteDialect(access: .adbc)
        case "postgresql": PostgreSQLDialect()
        case "snowflake": SnowflakeDialect(access: .adbc)
        default: ANSIDialect(name: name, usesEscapes: false)
        }
    }

    /// How a system's ODBC driver differs from others, whatever the dialect; `name` is SQL_DBMS_NAME.
    package static func odbcTraits(forSystem name: String) -> ODBCTraits {
        switch name.lowercased() {
        case "sqlite": SQLiteDialect.odbcTraits
        case "postgresql": PostgreSQLDialect.odbcTraits
        case "mariadb", "mysql": MariaDBDialect.odbcTraits
        case "snowflake": SnowflakeDialect.odbcTraits
        default: .standard
        }
    }

    /// Standard SQL, whatever the system.
    package static func standard(forSystem name: String, quote: Unicode.Scalar? = nil) -> any SQLDialect {
        ANSIDialect(name: name, quote: quote ?? "\"")
    }
}
