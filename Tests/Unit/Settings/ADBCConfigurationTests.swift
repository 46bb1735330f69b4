import Model
import TestKit
import Testing

@testable import Settings

@Suite("Sources of type adbc")
struct ADBCConfigurationTests {
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

    @Test("driver, entry point and options of each kind are read")
    func keys() throws {
        let source = try read(
            """
            {type: adbc, driver: sqlite, entrypoint: XInit, dialect: ansi, max_connections: 3,
              options: {uri: 'postgresql://u@h/d', "a.b": 5, empty: ""},
              connection_options: {c: "true"}, statement_options: {s: "${PASSWORD}"}}
            """
        ).source
        #expect(source.dialect == .ansi)
        #expect(source.maxConnections == 3)
        guard case .adbc(let adbc) = source.connector else { throw TestKitError("\(source)") }
        #expect(adbc.driver == "sqlite")
        #expect(adbc.entrypoint == "XInit")
        #expect(adbc.options.mapValues(\.revealed) == ["uri": "postgresql://u@h/d", "a.b": "5", "empty": ""])
        #expect(adbc.connectionOptions.mapValues(\.revealed) == ["c": "true"])
        #expect(adbc.statementOptions.mapValues(\.revealed) == ["s": "canary7351"])
    }

    @Test("a missing driver, an unknown key and a key of another source type are refused")
    func problems() {
        func problems(_ source: String) -> [String] { ConfigurationFixture().problems(Self.text(source)) }
        #expect(problems("{type: adbc, options: {}}").first?.contains("source.driver: is missing") == true)
        #expect(
            problems("{type: adbc, driver: x, entry_point: y}")
                == ["snowmelt.yaml:1:33: source.entry_point: unknown key; did you mean \"entrypoint\"?"])
        #expect(
            problems("{type: adbc, driver: x, connection: DSN=y}").first?.contains(
                "source.connection: belongs to a source of type odbc, not adbc") == true)
        #expect(problems("{type: odbc, connection: DSN=y, entrypoint: x}").first?.contains("of type adbc") == true)
        #expect(problems("{type: adbc, driver: x, options: [a]}").first?.contains("expected a mapping") == true)
    }

    @Test("a connection's description shows where it leads, without secrets")
    func description() throws {
        func text(_ source: String) throws -> String { ConnectionDescription.source(try read(source).source) }
        #expect(
            try text("{type: adbc, driver: /opt/libadbc_driver_sqlite.so, options: {uri: shop.sqlite, x: y}}")
                == "driver=adbc_driver_sqlite;uri=shop.sqlite")
        #expect(
            try text("{type: adbc, driver: postgresql, options: {uri: 'postgresql://u:${PASSWORD}@h:5/d'}}")
                == "driver=postgresql;uri=postgresql://u@h:5/d")
        let snowflake = """
            {type: adbc, driver: snowflake, options: {adbc.snowflake.sql.account: acc, username: u,
              adbc.snowflake.sql.client_option.auth_token: "${PASSWORD}", uri: "u:${PASSWORD}@acc/db"}}
            """
        #expect(try text(snowflake) == "driver=snowflake;adbc.snowflake.sql.account=acc;uri=acc/db")
    }

    @Test("secrets are redacted, and no option's value is stored")
    func secrets() throws {
        for option in [
            "password: '${PASSWORD}'", "uri: 'postgresql://u:${PASSWORD}@h/d'", "uri: 'u:${PASSWORD}@acc/db'",
            "uri: 'Server=h;password=${PASSWORD};Database=d'",
        ] {
            let configuration = try read("{type: adbc, driver: x, options: {\(option), path: /data/plain}}")
            let redaction = Redaction(configuration.secrets)
            #expect(redaction.apply("canary7351 at /data/plain") == "*** at /data/plain", "\(option)")
            #expect(!configuration.storedSettings.contains("canary"))
            #expect(!configuration.storedSettings.contains("plain"))
            #expect(configuration.storedSettings.contains("\"driver\":\"x\""))
        }
    }

    @Test("a run is found again with another user or driver path, but not with another source")
    func identity() throws {
        func identity(_ source: String) throws -> String { try read(source).identity }
        let own = try identity("{type: adbc, driver: /a/libadbc_driver_x.so, options: {uri: 'postgresql://u:p@h/d'}}")
        #expect(
            try identity(
                "{type: adbc, driver: /b/libadbc_driver_x.so.2, options: {uri: 'postgresql://v@h/d', password: q}}")
                == own)
        #expect(
            try identity("{type: adbc, driver: /a/libadbc_driver_x.so, options: {uri: 'postgresql://u@h/e'}}") != own)
        #expect(try identity("{type: adbc, driver: libadbc_driver_y.so, options: {uri: 'postgresql://u@h/d'}}") != own)
    }
}
