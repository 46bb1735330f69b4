import Model

/// What may be said about an ADBC connection, and what of it is a secret.
enum ADBCDescription {
    /// `driver=adbc_driver_sqlite;uri=shop.sqlite`: only options that say where the connection leads.
    static func text(_ configuration: ADBCConfiguration) -> String {
        let shown = [
            "uri", "host", "port", "account", "db", "database", "schema", "warehouse", "region", "project_id",
            "dataset_id",
        ]
        let pairs = configuration.options.filter { shown.contains(lastName($0.key)) && !$0.value.revealed.isEmpty }
            .map { ($0.key, place($0.value)) }.sorted { $0.0 < $1.0 }
        return ([("driver", driver(configuration))] + pairs).map { "\($0.0)=\($0.1)" }.joined(separator: ";")
    }

    /// What is read, without who reads; the same wherever the driver's library lies.
    static func identity(_ configuration: ADBCConfiguration) -> String {
        let options = configuration.options.merging(configuration.connectionOptions) { _, own in own }
            .filter { !CredentialName.isSecret($0.key) && !CredentialName.isUser(lastName($0.key)) }
            .map { name, value -> String in
                let database = ConnectionDescription.postgresIdentity(value)
                let isAddress = lastName(name) == "uri"
                return "\(name)=\(isAddress && !database.isEmpty ? database : place(value))"
            }
        return (["driver=\(driver(configuration))"] + options.sorted()).joined(separator: ";")
    }

    /// Options that say who reads.
    static func users(_ configuration: ADBCConfiguration) -> [String] {
        configuration.options.merging(configuration.connectionOptions) { _, own in own }
            .filter { !CredentialName.isSecret($0.key) && CredentialName.isUser(lastName($0.key)) }
            .map { "\($0.key)=\($0.value.revealed)" }.sorted()
    }

    /// Values that no output may show.
    static func secrets(_ configuration: ADBCConfiguration) -> [Secret] {
        [configuration.options, configuration.connectionOptions, configuration.statementOptions].flatMap { options in
            options.filter { CredentialName.isSecret($0.key) || hasPassword($0.value) }.map(\.value)
        } + addresses(configuration).compactMap { password(of: $0.revealed).map { Secret($0) } }
    }

    private static func addresses(_ configuration: ADBCConfiguration) -> [Secret] {
        configuration.options.merging(configuration.connectionOptions) { _, own in own }.values.filter(hasPassword)
    }

    private static func hasPassword(_ value: Secret) -> Bool {
        if let text = PostgresConnectionText(value.revealed), !text.secrets.isEmpty { return true }
        return password(of: value.revealed) != nil
    }

    /// What stands between the first colon and the last `@` before a path: `user:password@host`.
    private static func password(of text: String) -> String? {
        let address = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        guard let at = address.lastIndex(of: "@"), let colon = address[..<at].firstIndex(of: ":") else { return nil }
        return String(address[address.index(after: colon)..<at])
    }

    /// An address without its password.
    private static func place(_ value: Secret) -> String {
        if PostgresConnectionText(value.revealed) != nil, value.revealed.contains("://") {
            return ConnectionDescription.postgres(value)
        }
        guard hasPassword(value) else { return value.revealed }
        return value.revealed.lastIndex(of: "@").map { String(value.revealed[$0...].dropFirst()) } ?? "***"
    }

    /// `adbc_driver_sqlite` of `/opt/libadbc_driver_sqlite.so`.
    private static func driver(_ configuration: ADBCConfiguration) -> String {
        let file = configuration.driver.split(separator: "/").last ?? ""
        let stem = file.prefix { $0 != "." }
        return String(stem.hasPrefix("lib") ? stem.dropFirst(3) : stem)
    }

    /// `account` of `adbc.snowflake.sql.account`.
    private static func lastName(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }
}
