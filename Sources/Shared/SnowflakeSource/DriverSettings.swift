// FoundationEssentials for base64 alone.
import ADBCSource
import FoundationEssentials
import Model
import RowSource

/// The settings passed to a Snowflake driver.
enum DriverSettings {
    /// The options of the ADBC driver, under the driver's own names.
    ///
    /// An option that the driver doesn't know becomes a session parameter. The user's own options override these; those
    /// with the statement prefix apply to statements.
    static func options(_ configuration: SnowflakeConfiguration) -> ADBCSource.Options {
        let client = "adbc.snowflake.sql.client_option."
        var database: [String: String] = [
            "adbc.snowflake.sql.account": configuration.account,
            "adbc.snowflake.sql.db": configuration.database,
            "\(client)app_name": "snowmelt",
            // The driver misreads scales other than microseconds; the years 1 and 9999 don't fit nanoseconds.
            "\(client)max_timestamp_precision": "microseconds",
            "\(client)login_timeout": "60s",
            "\(client)request_timeout": "\(configuration.requestTimeout.components.seconds)s",
            // The timeout includes the time that a result waits for its reader.
            "\(client)client_timeout": "1h",
            // In lower case; otherwise the driver sends no heartbeats.
            "client_session_keep_alive": "true",
            "QUERY_TAG": "snowmelt",
        ]
        for (name, value) in SnowflakeDialect.sessionParameters { database[name] = value }
        database["username"] = configuration.user
        database["adbc.snowflake.sql.schema"] = configuration.schema
        database["adbc.snowflake.sql.warehouse"] = configuration.warehouse
        database["adbc.snowflake.sql.role"] = configuration.role
        database["adbc.snowflake.sql.uri.host"] = configuration.host
        database["adbc.snowflake.sql.uri.port"] = configuration.port.map { String($0) }
        database["adbc.snowflake.sql.uri.protocol"] = configuration.transport
        switch configuration.credential {
        case .password(let password):
            database["adbc.snowflake.sql.auth_type"] = "auth_snowflake"
            database["password"] = password.revealed
        case .oauthToken(let token):
            database["adbc.snowflake.sql.auth_type"] = "auth_oauth"
            database["\(client)auth_token"] = token.revealed
        case .accessToken(let token):
            database["adbc.snowflake.sql.auth_type"] = "auth_pat"
            database["\(client)auth_token"] = token.revealed
        case .key(let key, let passphrase):
            database["adbc.snowflake.sql.auth_type"] = "auth_jwt"
            // The driver reads only unencrypted keys from a file.
            let isFile = !key.revealed.contains("-----BEGIN")
            database["\(client)jwt_private_key\(isFile ? "" : "_pkcs8_value")"] = key.revealed
            database["\(client)jwt_private_key_pkcs8_password"] = passphrase?.revealed
        }
        var options = ADBCSource.Options(database: database.mapValues { Secret($0) })
        for (name, value) in configuration.options {
            let prefixes = ["adbc.rpc.", "adbc.snowflake.rpc.", "adbc.snowflake.statement."]
            if prefixes.contains(where: name.hasPrefix) {
                options.statement[name] = value
            } else {
                options.database[name] = value
            }
        }
        return options
    }

    /// The connection string of the ODBC driver; the user's own keywords override these.
    static func connectionString(_ configuration: SnowflakeConfiguration) -> Secret {
        let transport = configuration.transport == "http" ? "http" : nil
        var pairs: [(key: String, value: String?)] = [
            ("Driver", configuration.driver ?? "SnowflakeDSIIDriver"),
            ("Server", configuration.host ?? "\(configuration.account).snowflakecomputing.com"),
            ("Port", configuration.port.map { String($0) }), ("Protocol", transport),
            ("Account", configuration.account), ("UID", configuration.user), ("Database", configuration.database),
            ("Schema", configuration.schema), ("Warehouse", configuration.warehouse), ("Role", configuration.role),
            ("Application", "snowmelt"), ("CLIENT_SESSION_KEEP_ALIVE", "true"), ("LOGIN_TIMEOUT", "60"),
            ("QUERY_TAG", "snowmelt"),
        ]
        switch configuration.credential {
        case .password(let password): pairs.append(("PWD", password.revealed))
        case .oauthToken(let token): pairs += [("Authenticator", "oauth"), ("Token", token.revealed)]
        case .accessToken(let token):
            pairs += [("Authenticator", "PROGRAMMATIC_ACCESS_TOKEN"), ("Token", token.revealed)]
        case .key(let key, let passphrase):
            let isFile = !key.revealed.contains("-----BEGIN")
            pairs += [
                ("Authenticator", "SNOWFLAKE_JWT"),
                isFile
                    ? ("PRIV_KEY_FILE", key.revealed)
                    : ("PRIV_KEY_BASE64", Data(key.revealed.utf8).base64EncodedString()),
                (isFile ? "PRIV_KEY_FILE_PWD" : "PRIV_KEY_PWD", passphrase?.revealed),
            ]
        }
        let own = configuration.options.mapValues(\.revealed).sorted { $0.key < $1.key }
        let names = Set(own.map { $0.key.lowercased() })
        let all =
            pairs.filter { !names.contains($0.key.lowercased()) } + own.map { (key: $0.key, value: Optional($0.value)) }
        return Secret(all.compactMap { key, value in value.map { "\(key)=\(quoted($0))" } }.joined(separator: ";"))
    }

    /// Puts the value in braces if it contains a character that would end it.
    private static func quoted(_ value: String) -> String {
        guard value.contains(where: { ";{}=[](),?*!@ ".contains($0) }) else { return value }
        return "{" + value.map { $0 == "}" ? "}}" : String($0) }.joined() + "}"
    }
}
