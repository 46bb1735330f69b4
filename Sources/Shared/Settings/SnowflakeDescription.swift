import Model

/// What may be said about a Snowflake source, and what of it is a secret.
enum SnowflakeDescription {
    /// `snowflake://myorg-myaccount/SHOP/PUBLIC?warehouse=LOADING`.
    static func text(_ configuration: SnowflakeConfiguration) -> String {
        let warehouse = configuration.warehouse.map { "?warehouse=\($0)" } ?? ""
        return place(configuration) + warehouse
    }

    /// What is read, whoever reads it by whichever way.
    static func identity(_ configuration: SnowflakeConfiguration) -> String {
        place(configuration).uppercased()
    }

    private static func place(_ configuration: SnowflakeConfiguration) -> String {
        let schema = configuration.schema.map { "/\($0)" } ?? ""
        return "snowflake://\(configuration.account)/\(configuration.database)\(schema)"
    }

    /// Values that no output may show.
    static func secrets(_ configuration: SnowflakeConfiguration) -> [Secret] {
        let own: [Secret?] =
            switch configuration.credential {
            case .password(let secret), .oauthToken(let secret), .accessToken(let secret): [secret]
            case .key(let key, let passphrase): [key.revealed.contains("-----BEGIN") ? key : nil, passphrase]
            }
        return own.compactMap(\.self)
            + configuration.options.filter { CredentialName.isSecret($0.key) }.map(\.value)
    }

    /// As stored with a run.
    static func stored(_ configuration: SnowflakeConfiguration) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "account": .text(configuration.account), "database": .text(configuration.database),
            "via": .text(configuration.route.rawValue), "narrow_integers": .boolean(configuration.narrowsIntegers),
        ]
        let texts = [
            ("user", configuration.user), ("role", configuration.role), ("warehouse", configuration.warehouse),
            ("schema", configuration.schema), ("host", configuration.host), ("protocol", configuration.transport),
            ("driver_path", configuration.driver),
        ]
        for (key, text) in texts { members[key] = text.map(JSONValue.text) }
        members["port"] = configuration.port.map(JSONValue.number)
        switch configuration.credential {
        case .password: members["password"] = .text("***")
        case .key(_, let passphrase):
            members["private_key"] = .text("***")
            members["private_key_passphrase"] = passphrase.map { _ in .text("***") }
        case .oauthToken: members["token"] = .text("***")
        case .accessToken:
            members["token"] = .text("***")
            members["authenticator"] = .text("programmatic_access_token")
        }
        if !configuration.options.isEmpty {
            members["options"] = .object(configuration.options.mapValues { _ in .text("***") })
        }
        return members
    }
}
