import ADBCSource
import Model
import Testing

@testable import SnowflakeSource

@Suite("Settings of Snowflake drivers")
struct DriverSettingsTests {
    private func configuration(
        _ credential: SnowflakeConfiguration.Credential = .password(Secret("p")), options: [String: String] = [:]
    ) -> SnowflakeConfiguration {
        SnowflakeConfiguration(
            account: "org-acc", user: "u", credential: credential, role: "R", warehouse: "W", database: "D",
            schema: "S", host: "acc.privatelink.snowflakecomputing.com", port: 8443, transport: "https",
            options: options.mapValues { Secret($0) })
    }

    private func database(_ configuration: SnowflakeConfiguration) -> [String: String] {
        DriverSettings.options(configuration).database.mapValues(\.revealed)
    }

    @Test("ADBC: the address, and the settings that preserve values and rows")
    func options() {
        let options = database(configuration())
        for (name, value) in [
            ("adbc.snowflake.sql.account", "org-acc"), ("adbc.snowflake.sql.db", "D"),
            ("adbc.snowflake.sql.schema", "S"), ("adbc.snowflake.sql.warehouse", "W"),
            ("adbc.snowflake.sql.role", "R"), ("adbc.snowflake.sql.uri.port", "8443"),
            ("adbc.snowflake.sql.uri.host", "acc.privatelink.snowflakecomputing.com"),
            ("adbc.snowflake.sql.uri.protocol", "https"), ("username", "u"), ("password", "p"),
            ("adbc.snowflake.sql.client_option.max_timestamp_precision", "microseconds"),
            ("adbc.snowflake.sql.client_option.app_name", "snowmelt"),
            ("adbc.snowflake.sql.client_option.client_timeout", "1h"),
            ("adbc.snowflake.sql.client_option.login_timeout", "60s"),
            ("adbc.snowflake.sql.client_option.request_timeout", "60s"),
            ("TIMEZONE", "UTC"), ("ROWS_PER_RESULTSET", "0"), ("client_session_keep_alive", "true"),
            ("QUERY_TAG", "snowmelt"), ("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"), ("JSON_INDENT", "0"),
            ("GEOGRAPHY_OUTPUT_FORMAT", "GeoJSON"), ("GEOMETRY_OUTPUT_FORMAT", "GeoJSON"),
        ] { #expect(options[name] == value, "\(name)") }
        #expect(options["adbc.snowflake.sql.client_option.use_high_precision"] == nil)
    }

    @Test("ADBC: each way to log in")
    func credentials() {
        let client = "adbc.snowflake.sql.client_option"
        func kind(_ credential: SnowflakeConfiguration.Credential) -> String? {
            database(configuration(credential))["adbc.snowflake.sql.auth_type"]
        }
        #expect(kind(.password(Secret("p"))) == "auth_snowflake")
        #expect(kind(.oauthToken(Secret("t"))) == "auth_oauth")
        #expect(kind(.accessToken(Secret("t"))) == "auth_pat")
        let file = database(configuration(.key(Secret("/k.p8"), passphrase: nil)))
        #expect(file["\(client).jwt_private_key"] == "/k.p8" && file["\(client).jwt_private_key_pkcs8_value"] == nil)
        let pem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nx"
        let inline = database(configuration(.key(Secret(pem), passphrase: Secret("w"))))
        #expect(inline["adbc.snowflake.sql.auth_type"] == "auth_jwt")
        #expect(inline["\(client).jwt_private_key_pkcs8_value"] == pem && inline["\(client).jwt_private_key"] == nil)
        #expect(inline["\(client).jwt_private_key_pkcs8_password"] == "w")
    }

    @Test("ADBC: the user's own options take precedence, and are set on the right object")
    func ownOptions() {
        let options = DriverSettings.options(
            configuration(options: [
                "adbc.rpc.result_queue_size": "9", "TIMEZONE": "Etc/UTC", "STATEMENT_TIMEOUT_IN_SECONDS": "5",
            ]))
        #expect(options.statement.mapValues(\.revealed) == ["adbc.rpc.result_queue_size": "9"])
        #expect(options.database["TIMEZONE"]?.revealed == "Etc/UTC")
        #expect(options.database["STATEMENT_TIMEOUT_IN_SECONDS"]?.revealed == "5")
    }

    @Test("ODBC: the connection string, with values in braces if necessary")
    func connectionString() {
        func text(_ configuration: SnowflakeConfiguration) -> String {
            DriverSettings.connectionString(configuration).revealed
        }
        let password = text(configuration(.password(Secret("p@ss;wo}rd"))))
        #expect(
            password.hasPrefix("Driver=SnowflakeDSIIDriver;Server=acc.privatelink.snowflakecomputing.com;Port=8443;"))
        #expect(password.hasSuffix(";PWD={p@ss;wo}}rd}"))
        for part in ["Account=org-acc", "UID=u", "Database=D", "Schema=S", "Warehouse=W", "Role=R"] {
            #expect(password.contains(";\(part);"))
        }
        #expect(text(configuration(.oauthToken(Secret("t")))).hasSuffix("Authenticator=oauth;Token=t"))
        #expect(
            text(configuration(.accessToken(Secret("t")))).hasSuffix("Authenticator=PROGRAMMATIC_ACCESS_TOKEN;Token=t"))
        #expect(
            text(configuration(.key(Secret("/k.p8"), passphrase: Secret("w"))))
                .hasSuffix("Authenticator=SNOWFLAKE_JWT;PRIV_KEY_FILE=/k.p8;PRIV_KEY_FILE_PWD=w"))
        #expect(
            text(configuration(.key(Secret("-----BEGIN"), passphrase: nil)))
                .hasSuffix("Authenticator=SNOWFLAKE_JWT;PRIV_KEY_BASE64={LS0tLS1CRUdJTg==}"))
        #expect(
            text(configuration(.key(Secret("-----BEGIN"), passphrase: Secret("w")))).hasSuffix(";PRIV_KEY_PWD=w"))
        for part in [
            "Application=snowmelt", "CLIENT_SESSION_KEEP_ALIVE=true", "LOGIN_TIMEOUT=60", "QUERY_TAG=snowmelt",
        ] {
            #expect(password.contains(";\(part);"), "\(part)")
        }
        #expect(!password.contains("Protocol="))
        let plain = text(
            SnowflakeConfiguration(
                account: "org-acc", user: nil, credential: .oauthToken(Secret("t")), database: "D", transport: "http",
                driver: "/opt/lib;odd.so"))
        #expect(
            plain.hasPrefix("Driver={/opt/lib;odd.so};Server=org-acc.snowflakecomputing.com;Protocol=http;Account="))
        #expect(!plain.contains("UID=") && !plain.contains("Port="))
        let own = text(configuration(options: ["login_timeout": "5", "PROXY": "p:1"]))
        #expect(own.hasSuffix("PROXY=p:1;login_timeout=5") && !own.contains("LOGIN_TIMEOUT"))
    }
}
