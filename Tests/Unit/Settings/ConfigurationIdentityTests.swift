import Model
import Testing

@testable import Settings

@Suite("The identity of a configuration")
struct ConfigurationIdentityTests {
    private func read(
        connection: String = "Driver=X;Database=shop;UID=a;PWD=canary1", url: String = "postgresql://u:canary2@db/d",
        control: String = "", items: String = "  - {source: main.a, target: b.a}", defaults: String = "{}",
        flags: [String: String] = [:]
    ) throws -> Configuration {
        try ConfigurationFixture(environment: ["PGPASSWORD": "canary3"], flags: flags).read(
            """
            source: {type: odbc, connection: "\(connection)"}
            target: {url: "\(url)"}
            control: {url: "\(control)"}
            defaults: \(defaults)
            tables:
            \(items)
            """)
    }

    @Test("the identity is the same in every process")
    func stable() throws {
        let identity = try read().identity
        #expect(identity.count == 16)
        #expect(identity == "89c18d6b3e2b209b")
    }

    @Test("credentials, speed and the order of entries don't change the identity")
    func unchanged() throws {
        let two = "  - {source: main.a, target: b.a}\n  - {source: main.c, target: b.c}"
        let reversed = "  - {source: main.c, target: b.c}\n  - {source: main.a, target: b.a}"
        let identity = try read(items: two).identity
        #expect(try read(items: reversed).identity == identity)
        #expect(try read(connection: "Driver=X;Database=shop;UID=b;PWD=other", items: two).identity == identity)
        #expect(try read(connection: "DRIVER=X;Database={shop}", items: two).identity == identity)
        #expect(try read(url: "postgresql://other@db/d?connect_timeout=5", items: two).identity == identity)
        #expect(try read(control: "postgres://x@db/d", items: two).identity == identity)
        #expect(try read(items: two, defaults: "{chunk_rows: 7, threads: 2}").identity == identity)
        #expect(try read(items: two, flags: ["batch_rows": "9"]).identity == identity)
    }

    @Test("the identity depends on sources, conversions and targets")
    func changed() throws {
        let identities = [
            try read().identity,
            try read(connection: "Driver=X;Database=shop2").identity,
            try read(connection: "Driver=Y;Database=shop").identity,
            try read(url: "postgresql://u@db/d2").identity,
            try read(url: "postgresql://u@db2/d").identity,
            try read(control: "postgresql://u@control/d").identity,
            try read(items: "  - {source: main.a, target: c.a}").identity,
            try read(items: "  - {source: main.b, target: b.a}").identity,
            try read(items: "  - {source: main.a, target: b.a, where: x > 1}").identity,
            try read(items: "  - {source: main.a, target: b.a, columns: {x: {drop: true}}}").identity,
            try read(items: "  - {source: main.a, target: b.a, columns: {x: {expr: y}}}").identity,
            try read(items: "  - {query: SELECT 1, target: b.a}").identity,
            try read(defaults: "{mode: append}").identity,
        ]
        #expect(Set(identities).count == identities.count)
    }

    @Test("the stored settings contain all resolved values and no secret")
    func stored() throws {
        let items = """
              - source: main.a
                target: b.*
                chunk: {column: id}
                primary_key: [id, "x\\"y"]
                where: token <> 'canary1' AND x <> 'canary3'
                columns: {n: {type: text, expr: "UPPER('canary2')"}, o: {drop: true}}
              - {query: "SELECT 'canary1'", target: b.q, chunk_bytes: 1MB, snapshot: off}
            """
        let stored = try read(items: items, defaults: "{mode: append}", flags: ["threads": "3"]).storedSettings
        #expect(!stored.contains("canary"))
        #expect(
            stored == """
                {"control":{"url":"***"},"identity":{"content":"21942b64ef9efa73",\
                "control":"host=db;dbname=d","source":"880b967803b3495d","target":"host=db;dbname=d"},"overrides":[],\
                "source":{"breaker_failures":5,"breaker_rest_seconds":30,\
                "connection":"***","snapshot":"auto","type":"odbc"},\
                "tables":[{"allow_truncate":false,"batch_rows":25000,"chunk":{"column":"id"},"chunk_rows":500000,\
                "columns":{"n":{"expr":"UPPER('***')","type":"text"},"o":{"drop":true}},\
                "lambda_timeout_buffer_seconds":60,"max_retry_attempts":5,"mode":"append",\
                "primary_key":["id","x\\"y"],"source":"main.a","stall_timeout_seconds":600,\
                "target":"b.*","threads":3,"unlogged":false,\
                "where":"token <> '***' AND x <> '***'"},{"allow_truncate":false,"batch_rows":25000,\
                "chunk":{"by":"auto"},"chunk_bytes":1048576,"chunk_rows":500000,"lambda_timeout_buffer_seconds":60,\
                "max_retry_attempts":5,"mode":"append","query":"SELECT '***'","snapshot":"off",\
                "stall_timeout_seconds":600,\
                "target":"b.q","threads":3,"unlogged":false}],\
                "target":{"session":{},"url":"***"}}
                """)
        // The stored text is valid JSON.
        #expect(throws: Never.self) { try SettingsDocument.parse(stored, file: "stored") }
    }

    @Test("no secret setting is stored", arguments: Setting.all.filter(\.isSecret))
    func secretSettings(setting: Setting) throws {
        let value = setting.kind == .texts ? "{x: canary}" : "canary"
        let login = "source: {type: snowflake, account: a, user: u, database: d"
        let text =
            switch setting.path {
            case "source.connection": "source: {type: odbc, connection: Driver=X;PWD=canary}"
            case "source.url": "source: {type: postgres, url: 'postgresql://u:canary@h/d'}"
            case "source.private_key_passphrase": "\(login), private_key: k, \(setting.key): canary}"
            case let path where path.hasPrefix("source.") && setting.sources.contains(.adbc):
                "source: {type: adbc, driver: d, \(setting.key): \(value)}"
            case let path where path.hasPrefix("source."): "\(login), \(setting.key): \(value)}"
            default: "source: {type: odbc, connection: DSN=x}"
            }
        let stored = try ConfigurationFixture().read(
            """
            \(text)
            target: {url: 'postgresql://u:canary@h/d'}
            control: {url: 'postgresql://u:canary@h/c'}
            tables: [{source: main.a, target: b.a}]
            """
        ).storedSettings
        #expect(stored.contains("\"\(setting.key)\":"))
        #expect(!stored.contains("canary"), "\(stored)")
    }

    @Test("a configuration printed or dumped shows no secret")
    func printed() throws {
        let configuration = try read()
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("canary"))
    }
}
