import Model
import TestKit
import Testing

@testable import Settings

@Suite("Sources of type snowflake")
struct SnowflakeSettingsTests {
    private static func text(_ source: String) -> String {
        """
        source: \(source)
        target: {url: postgresql://h/d}
        tables: [{source: main.a, target: b.a}]
        """
    }

    private func read(_ source: String) throws -> Configuration {
        try ConfigurationFixture(environment: ["PASSWORD": "canary7351"]).read(Self.text(source))
    }

    @Test("every key is read")
    func keys() throws {
        let source = try read(
            """
            {type: snowflake, account: org-acc, user: u, password: "${PASSWORD}", role: r, warehouse: w, database: d,
              schema: s, host: h.privatelink, port: 8443, protocol: http, via: odbc, driver_path: /opt/d.so,
              narrow_integers: false, request_timeout_seconds: 90, max_connections: 4, snapshot: off, options: {tracing: "5"}}
            """
        ).source
        #expect(source.maxConnections == 4 && source.snapshot == .off)
        #expect(
            source.connector
                == .snowflake(
                    SnowflakeConfiguration(
                        account: "org-acc", user: "u", credential: .password(Secret("canary7351")), role: "r",
                        warehouse: "w", database: "d", schema: "s", host: "h.privatelink", port: 8443,
                        transport: "http", route: .odbc, driver: "/opt/d.so", options: ["tracing": Secret("5")],
                        narrowsIntegers: false, requestTimeout: .seconds(90))))
    }

    @Test("each credential is determined by its key, and tokens by the authenticator")
    func credentials() throws {
        func credential(_ keys: String) throws -> SnowflakeConfiguration.Credential? {
            try snowflake("{type: snowflake, account: a, database: d, user: u, \(keys)}").credential
        }
        let secret = Secret("x")
        #expect(try credential("password: x") == .password(secret))
        #expect(try credential("password: x, authenticator: programmatic_access_token") == .accessToken(secret))
        #expect(try credential("token: x") == .oauthToken(secret))
        #expect(try credential("token: x, authenticator: oauth") == .oauthToken(secret))
        #expect(try credential("token: x, authenticator: programmatic_access_token") == .accessToken(secret))
        #expect(try credential("private_key: x") == .key(secret, passphrase: nil))
        #expect(
            try credential("private_key: x, private_key_passphrase: y, authenticator: key_pair")
                == .key(secret, passphrase: Secret("y")))
        let nobody = try snowflake("{type: snowflake, account: a, database: d, token: x}")
        #expect(nobody.user == nil)
    }

    private func snowflake(_ source: String) throws -> SnowflakeConfiguration {
        guard case .snowflake(let snowflake) = try read(source).source.connector else { throw TestKitError(source) }
        return snowflake
    }

    @Test("missing, repeated and contradictory settings are refused by name")
    func problems() {
        func problems(_ keys: String) -> [String] {
            ConfigurationFixture().problems(Self.text("{type: snowflake, \(keys)}"))
        }
        for (keys, expected) in [
            ("database: d, user: u, password: p", "source.account: is missing"),
            ("account: a, user: u, password: p", "source.database: is missing"),
            ("account: a, database: d, password: p", "source.user: is missing"),
            ("account: a, database: d, user: u", "write password, private_key or token"),
            ("account: a, database: d, user: u, password: p, token: t", "can't stand beside token"),
            ("account: a, database: d, user: u, password: p, authenticator: oauth", "doesn't go with password"),
            ("account: a, database: d, user: u, password: p, via: jdbc", "source.via: expected adbc, odbc"),
            ("account: a, database: d, user: u, password: p, connection: DSN=x", "belongs to a source of type odbc"),
        ] { #expect(problems(keys).first?.contains(expected) == true, "\(problems(keys))") }
    }

    @Test("descriptions and stored settings show where it leads, and no secret")
    func secrets() throws {
        for credential in [
            "password: '${PASSWORD}'", "token: '${PASSWORD}'",
            "private_key: /k.p8, private_key_passphrase: '${PASSWORD}'",
            "private_key: '-----BEGIN PRIVATE KEY----- ${PASSWORD}'",
            "password: x, options: {passcode: '${PASSWORD}'}",
        ] {
            let configuration = try read(
                "{type: snowflake, account: org-acc, database: SHOP, warehouse: W, user: u, \(credential)}")
            #expect(ConnectionDescription.source(configuration.source) == "snowflake://org-acc/SHOP?warehouse=W")
            #expect(!configuration.storedSettings.contains("canary"), "\(credential)")
            #expect(configuration.storedSettings.contains("org-acc"))
            let secret = credential.contains("BEGIN") ? "-----BEGIN PRIVATE KEY----- canary7351" : "canary7351"
            #expect(Redaction(configuration.secrets).apply("say \(secret)") == "say ***", "\(credential)")
        }
    }

    @Test("the identity depends on the database, not on user, warehouse or driver")
    func identity() throws {
        func identity(_ keys: String) throws -> String {
            try read("{type: snowflake, account: a, password: p, \(keys)}").identity
        }
        let one = try identity("database: d, user: u, warehouse: w")
        #expect(try identity("database: d, user: v, warehouse: x, via: odbc") == one)
        #expect(try identity("database: e, user: u, warehouse: w") != one)
    }
}
