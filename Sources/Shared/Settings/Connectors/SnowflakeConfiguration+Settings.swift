import Model
import Text

extension SnowflakeConfiguration: ConnectorSettings {
    private static let credentials = ["password", "private_key", "token"]

    static func read(_ section: SettingsSection) -> SnowflakeConfiguration? {
        let account = required("account", "the account's name, such as myorg-myaccount", section)
        let database = required("database", "the database whose tables are read", section)
        let credential = credential(section)
        let user = section["user"]?.requiredText()
        if user == nil, section["user"] == nil, let credential, !names(credential) {
            section.report(missing: "user", "is missing; only an OAuth token can do without it")
            return nil
        }
        let transport = section["protocol"]?.choice()
        let port = section["port"]?.integer()
        let route: SnowflakeConfiguration.Route? = section["via"]?.word()
        let narrows = section["narrow_integers"]?.boolean()
        let requestTimeout = section["request_timeout_seconds"]?.integer()
        var options: [String: Secret] = [:]
        for (name, value) in section["options"]?.pairs() ?? [] {
            options[name] = value.possiblyEmptyText().map { Secret($0) }
        }
        guard let account, let database, let credential else { return nil }
        return SnowflakeConfiguration(
            account: account, user: user, credential: credential, role: section["role"]?.text(),
            warehouse: section["warehouse"]?.text(), database: database, schema: section["schema"]?.text(),
            host: section["host"]?.text(), port: port, transport: transport, route: route ?? .adbc,
            driver: section["driver_path"]?.text(), options: options, narrowsIntegers: narrows ?? true,
            requestTimeout: .seconds(requestTimeout ?? 60))
    }

    private static func required(_ key: String, _ what: String, _ section: SettingsSection) -> String? {
        guard let value = section[key] else {
            section.report(missing: key, "is missing; write \(what)")
            return nil
        }
        return value.requiredText()
    }

    private static func names(_ credential: SnowflakeConfiguration.Credential) -> Bool {
        if case .oauthToken = credential { true } else { false }
    }

    /// Reads the given credential as `authenticator` specifies.
    private static func credential(_ section: SettingsSection) -> SnowflakeConfiguration.Credential? {
        let given = credentials.filter { section[$0] != nil }
        guard given.count == 1, let key = given.first, let value = section[key] else {
            section.report(
                missing: given.first ?? "password",
                given.isEmpty
                    ? "is missing; write password, private_key or token"
                    : "can't stand beside \(given.dropFirst().joined(separator: " and ")): one proof is enough")
            return nil
        }
        guard let secret = value.requiredText().map({ Secret($0) }) else { return nil }
        let chosen = section["authenticator"]?.choice()
        if section["authenticator"] != nil, chosen == nil { return nil }
        let passphrase = section["private_key_passphrase"]?.text().map { Secret($0) }
        switch (key, chosen) {
        case ("password", nil), ("password", "password"): return .password(secret)
        case ("private_key", nil), ("private_key", "key_pair"): return .key(secret, passphrase: passphrase)
        case ("token", nil), ("token", "oauth"): return .oauthToken(secret)
        // Snowflake also accepts it instead of a password.
        case ("token", "programmatic_access_token"), ("password", "programmatic_access_token"):
            return .accessToken(secret)
        default:
            section["authenticator"]?.report("doesn't go with \(key)")
            return nil
        }
    }

    /// `snowflake://myorg-myaccount/SHOP/PUBLIC?warehouse=LOADING`.
    var place: String {
        let warehouse = warehouse.map { "?warehouse=\($0)" } ?? ""
        return address + warehouse
    }

    /// Identifies what is read, whoever reads it and by whichever driver.
    var identity: String {
        address.uppercased()
    }

    private var address: String {
        let schema = schema.map { "/\($0)" } ?? ""
        return "snowflake://\(account)/\(database)\(schema)"
    }

    var users: [String] { [user, role].map { $0 ?? "" } }

    /// Values that must not appear in any output.
    var secrets: [Secret] {
        let own: [Secret?] =
            switch credential {
            case .password(let secret), .oauthToken(let secret), .accessToken(let secret): [secret]
            case .key(let key, let passphrase): [key.revealed.contains("-----BEGIN") ? key : nil, passphrase]
            }
        return own.compactMap(\.self)
            + options.filter { CredentialName.isSecret($0.key) }.map(\.value)
    }

    /// The settings as stored with a run.
    var stored: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "account": .text(account), "database": .text(database),
            "via": .text(route.rawValue), "narrow_integers": .boolean(narrowsIntegers),
            "request_timeout_seconds": .number(Int(requestTimeout.components.seconds)),
        ]
        let texts = [
            ("user", user), ("role", role), ("warehouse", warehouse),
            ("schema", schema), ("host", host), ("protocol", transport),
            ("driver_path", driver),
        ]
        for (key, text) in texts { members[key] = text.map(JSONValue.text) }
        members["port"] = port.map(JSONValue.number)
        switch credential {
        case .password: members["password"] = .text("***")
        case .key(_, let passphrase):
            members["private_key"] = .text("***")
            members["private_key_passphrase"] = passphrase.map { _ in .text("***") }
        case .oauthToken: members["token"] = .text("***")
        case .accessToken:
            members["token"] = .text("***")
            members["authenticator"] = .text("programmatic_access_token")
        }
        if !options.isEmpty {
            members["options"] = .object(options.mapValues { _ in .text("***") })
        }
        return members
    }
}
