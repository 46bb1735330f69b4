import Model

/// Reads the keys of a `source` of type `adbc`.
enum ADBCReader {
    static func read(_ section: SettingsSection) -> ADBCConfiguration? {
        guard let driver = section["driver"] else {
            section.report(
                missing: "driver",
                "is missing; write the path of an ADBC driver, or its name: adbc_driver_sqlite")
            return nil
        }
        guard let name = driver.requiredText() else { return nil }
        return ADBCConfiguration(
            driver: name, entrypoint: section["entrypoint"]?.text(), options: options("options", section),
            connectionOptions: options("connection_options", section),
            statementOptions: options("statement_options", section))
    }

    /// An option may be empty: to a driver that isn't the same as not set.
    private static func options(_ key: String, _ section: SettingsSection) -> [String: Secret] {
        var options: [String: Secret] = [:]
        for (name, value) in section[key]?.pairs() ?? [] {
            options[name] = value.possiblyEmptyText().map { Secret($0) }
        }
        return options
    }
}
