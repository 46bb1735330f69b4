import Model
import Text

extension ADBCConfiguration: ConnectorSettings {
    static func read(_ section: SettingsSection) -> ADBCConfiguration? {
        guard let driver = section["driver"] else {
            section.report(
                missing: "driver",
                "is missing; write the path of an ADBC driver, or its name: adbc_driver_sqlite")
            return nil
        }
        guard let name = driver.requiredText() else { return nil }
        return ADBCConfiguration(
            driver: name, entrypoint: section["entrypoint"]?.text(), options: pairs("options", section),
            connectionOptions: pairs("connection_options", section),
            statementOptions: pairs("statement_options", section))
    }

    /// Reads options, which may be empty: for a driver, that differs from not set.
    private static func pairs(_ key: String, _ section: SettingsSection) -> [String: Secret] {
        var options: [String: Secret] = [:]
        for (name, value) in section[key]?.pairs() ?? [] {
            options[name] = value.possiblyEmptyText().map { Secret($0) }
        }
        return options
    }

    /// Only the options that say where the connection leads: `driver=adbc_driver_sqlite;uri=shop.sqlite`.
    var place: String {
        let shown = [
            "uri", "host", "port", "account", "db", "database", "schema", "warehouse", "region", "project_id",
            "dataset_id",
        ]
        let pairs = options.filter { shown.contains(Self.lastName($0.key)) && !$0.value.revealed.isEmpty }
            .map { ($0.key, Self.shown($0.value)) }.sorted { $0.0 < $1.0 }
        return ([("driver", driverName)] + pairs).map { "\($0.0)=\($0.1)" }.joined(separator: ";")
    }

    /// Identifies what is read, whoever reads it, and wherever the driver's library is installed.
    var identity: String {
        let options = options.merging(connectionOptions) { _, own in own }
            .filter { !CredentialName.isSecret($0.key) && !CredentialName.isUser(Self.lastName($0.key)) }
            .map { name, value -> String in
                let database = ConnectionDescription.postgresIdentity(value)
                let isAddress = Self.lastName(name) == "uri"
                return "\(name)=\(isAddress && !database.isEmpty ? database : Self.shown(value))"
            }
        return (["driver=\(driverName)"] + options.sorted()).joined(separator: ";")
    }

    /// Options that identify the user.
    var users: [String] {
        options.merging(connectionOptions) { _, own in own }
            .filter { !CredentialName.isSecret($0.key) && CredentialName.isUser(Self.lastName($0.key)) }
            .map { "\($0.key)=\($0.value.revealed)" }.sorted()
    }

    /// Values that must not appear in any output.
    var secrets: [Secret] {
        [options, connectionOptions, statementOptions].flatMap { options in
            options.filter { CredentialName.isSecret($0.key) || Self.hasPassword($0.value) }.map(\.value)
        } + addresses.flatMap { AddressPassword.candidates(in: $0.revealed).map { Secret($0) } }
    }

    private var addresses: [Secret] {
        options.merging(connectionOptions) { _, own in own }.values.filter(Self.hasPassword)
    }

    private static func hasPassword(_ value: Secret) -> Bool {
        if let text = PostgresConnectionText(value.revealed), !text.secrets.isEmpty { return true }
        return !AddressPassword.candidates(in: value.revealed).isEmpty
    }

    /// An address without its password.
    private static func shown(_ value: Secret) -> String {
        if PostgresConnectionText(value.revealed) != nil, value.revealed.contains("://") {
            return ConnectionDescription.postgres(value)
        }
        guard hasPassword(value) else { return value.revealed }
        return value.revealed.lastIndex(of: "@").map { String(value.revealed[$0...].dropFirst()) } ?? "***"
    }

    /// `adbc_driver_sqlite` for `/opt/libadbc_driver_sqlite.so`.
    private var driverName: String {
        let file = driver.split(separator: "/").last ?? ""
        let stem = file.prefix { $0 != "." }
        return String(stem.hasPrefix("lib") ? stem.dropFirst(3) : stem)
    }

    /// `account` for `adbc.snowflake.sql.account`.
    private static func lastName(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }

    var stored: [String: JSONValue] {
        var members: [String: JSONValue] = ["driver": .text(driver)]
        members["entrypoint"] = entrypoint.map(JSONValue.text)
        let all = [
            ("options", options), ("connection_options", connectionOptions), ("statement_options", statementOptions),
        ]
        // Any option's value may be a secret, whatever its name.
        for (key, values) in all where !values.isEmpty {
            members[key] = .object(values.mapValues { _ in .text("***") })
        }
        return members
    }
}
