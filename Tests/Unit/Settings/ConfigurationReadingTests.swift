import Model
import Testing

@testable import Settings

@Suite("Reading a configuration")
struct ConfigurationReadingTests {
    @Test("every setting that this version supports is read")
    func everySetting() throws {
        let text = """
            source:
              type: odbc
              connection: Driver=SQLite3;Database=shop.sqlite
              snapshot: off
              max_connections: 20
              dialect: ansi
            target:
              url: postgresql://loader@db/analytics
              session: {synchronous_commit: "off", jit: off, maintenance_work_mem: 1GB}
            control:
              url: ${CONTROL_URL:-}
            defaults:
              mode: replace
              threads: 6
              batch_rows: 20_000
              chunk_rows: 400000
              chunk_bytes: 512MB
              max_retry_attempts: 4
              lambda_timeout_buffer_seconds: 90
              stall_timeout_seconds: 45
              max_value_bytes: 1GB
              unlogged: true
              definition: source
            tables:
              - source: main.visits
                target: analytics_dev2.visits
                mode: truncate
                allow_truncate: yes
                snapshot: off
                unlogged: false
                on_dependents: refuse
                chunk: {by: {column: visit_id}}
                primary_key: [visit_id]
                where: region = 'EU'
                columns: {ssn: {drop: true}, amount: {type: "numeric(18,4)"}, name_uc: {expr: "UPPER(name)"}}
                on_nul: fail
                on_bad_row: fail
                on_duplicate: fail
            """
        let configuration = try ConfigurationFixture(environment: ["MIGRATION_VERSION": "v7"]).read(text)
        let odbc = ODBCConfiguration(connection: Secret("Driver=SQLite3;Database=shop.sqlite"))
        #expect(configuration.source.connector == .odbc(odbc))
        #expect(configuration.source.snapshot == .off)
        #expect(configuration.source.maxConnections == 20)
        #expect(configuration.source.dialect == .ansi)
        #expect(configuration.target.url.revealed == "postgresql://loader@db/analytics")
        let session = ["synchronous_commit": "off", "jit": "off", "maintenance_work_mem": "1GB"]
        #expect(configuration.target.session == session)
        #expect(configuration.control.url == configuration.target.url)
        #expect(configuration.migrationVersion == "v7")
        #expect(configuration.work.threads == 6)
        #expect(configuration.work.timeoutBuffer == .seconds(90))
        #expect(configuration.work.stallTimeout == .seconds(45))
        #expect(configuration.work.maxValueBytes == 1 << 30)

        let entry = try #require(configuration.entries.first)
        #expect(entry.selection == .table(QualifiedName(schema: "main", name: "visits")))
        #expect(entry.target == .table(QualifiedName(schema: "analytics_dev2", name: "visits")))
        var expected = TableSettings()
        expected.mode = .truncate
        expected.allowTruncate = true
        expected.definition = .source
        expected.dependents = .refuse
        expected.snapshot = .off
        expected.chunking.strategy = .column("visit_id")
        expected.primaryKey = ["visit_id"]
        expected.filter = "region = 'EU'"
        expected.columns = [
            "ssn": .drop,
            "amount": .copy(type: "numeric(18,4)", expression: nil),
            "name_uc": .copy(type: nil, expression: "UPPER(name)"),
        ]
        expected.work.threads = 6
        expected.batch.rows = 20_000
        expected.chunking.rows = 400_000
        expected.chunking.bytes = 512 << 20
        expected.maxAttempts = 4
        expected.work.timeoutBuffer = .seconds(90)
        expected.work.stallTimeout = .seconds(45)
        expected.work.maxValueBytes = 1 << 30
        #expect(configuration.settings(of: entry) == expected)
    }

    @Test(
        "`chunk` is read in each of its forms",
        arguments: [
            ("{by: auto}", ChunkStrategy.auto), ("{by: hash}", .hash), ("{by: none}", .single), ("hash", .hash),
            ("{by: {column: id}}", .column("id")), ("{column: id}", .column("id")),
        ])
    func chunk(text: String, expected: ChunkStrategy) throws {
        let items = "  - {source: main.a, target: b.a, chunk: \(text)}"
        let configuration = try ConfigurationFixture().read(ConfigurationFixture.tables(items))
        #expect(configuration.entries[0].settings.gives(\.chunking.strategy))
        #expect(configuration.settings(of: configuration.entries[0]).chunking.strategy == expected)
    }

    @Test("JSON is read as YAML")
    func json() throws {
        let text = """
            {"source": {"type": "odbc", "connection": "DSN=shop"}, "target": {"url": "host=db dbname=analytics"},
             "tables": [{"query": "SELECT 1 AS one", "target": "ones"}, {"source": {"query": "SELECT 2"}, "target": "b.t"}]}
            """
        let configuration = try ConfigurationFixture().read(text)
        #expect(configuration.entries.map(\.selection) == [.query("SELECT 1 AS one"), .query("SELECT 2")])
        #expect(configuration.entries[0].target == .table(QualifiedName(schema: "public", name: "ones")))
    }

    @Test("a secret with YAML's special characters can't break the document")
    func specialCharacters() throws {
        let password = "a: b # {c, \"d\"\n- e"
        let text = """
            source: {type: odbc, connection: "Driver=X;PWD={${PASSWORD}}"}
            target: {url: "${TARGET}"}
            tables: [{source: main.a, target: b.*}]
            """
        let environment = ["PASSWORD": password, "TARGET": "postgresql:///x?host=/tmp"]
        let configuration = try ConfigurationFixture(environment: environment).read(text)
        #expect(
            configuration.source.connector == .odbc(ODBCConfiguration(connection: Secret("Driver=X;PWD={\(password)}")))
        )
    }

    @Test("the precedence is flag, environment, table, defaults, built-in value")
    func precedence() throws {
        func batchRows(flag: String?, variable: String?, table: String?, defaults: String?) throws -> Int {
            var fixture = ConfigurationFixture()
            if let flag { fixture.flags["batch_rows"] = flag }
            if let variable { fixture.environment["SNOWMELT_BATCH_ROWS"] = variable }
            let own = table.map { ", batch_rows: \($0)" } ?? ""
            let text = ConfigurationFixture.tables(
                "  - {source: main.a, target: b.a\(own)}", defaults: defaults.map { "{batch_rows: \($0)}" } ?? "{}")
            let configuration = try fixture.read(text)
            return configuration.settings(of: configuration.entries[0]).batch.rows
        }
        #expect(try batchRows(flag: "1", variable: "2", table: "3", defaults: "4") == 1)
        #expect(try batchRows(flag: nil, variable: "2", table: "3", defaults: "4") == 2)
        #expect(try batchRows(flag: nil, variable: nil, table: "3", defaults: "4") == 3)
        #expect(try batchRows(flag: nil, variable: nil, table: nil, defaults: "4") == 4)
        #expect(try batchRows(flag: nil, variable: nil, table: nil, defaults: nil) == 25_000)
    }

    @Test("every overridable setting can be set by its environment variable and its flag")
    func overrides() throws {
        let texts: [String: String] = [
            "threads": "3", "batch_rows": "11", "chunk_rows": "12", "chunk_bytes": "64MB", "max_retry_attempts": "2",
            "lambda_timeout_buffer_seconds": "30", "stall_timeout_seconds": "60", "max_value_bytes": "8MB",
            "mode": "append", "on_table_error": "skip",
            "allow_truncate": "true", "max_connections": "9",
        ]
        #expect(Set(texts.keys) == Set(Setting.overridable.map(\.key)))
        #expect(texts.count == Setting.overridable.count)
        let variables = Dictionary(
            uniqueKeysWithValues: Setting.overridable.map { ($0.environmentVariable, texts[$0.key] ?? "") })
        #expect(variables["SNOWMELT_LAMBDA_TIMEOUT_BUFFER_SECONDS"] == "30")
        #expect(Setting.at("tables.batch_rows")?.flag == "--batch-rows")
        for fixture in [ConfigurationFixture(environment: variables), ConfigurationFixture(flags: texts)] {
            let text = ConfigurationFixture.tables("  - {source: main.a, target: b.a, mode: replace, threads: 99}")
            let configuration = try fixture.read(text)
            var expected = TableSettings()
            expected.work.threads = 3
            expected.batch.rows = 11
            expected.chunking.rows = 12
            expected.chunking.bytes = 64 << 20
            expected.maxAttempts = 2
            expected.work.timeoutBuffer = .seconds(30)
            expected.work.stallTimeout = .seconds(60)
            expected.work.maxValueBytes = 8 << 20
            expected.mode = .append
            expected.onError = .skip
            expected.allowTruncate = true
            #expect(configuration.settings(of: configuration.entries[0]) == expected)
            #expect(configuration.source.maxConnections == 9)
        }
    }

    @Test("a setting left empty counts as not set")
    func empty() throws {
        let items = "  - {source: main.a, target: b.a, where: '${FILTER:-}', chunk_rows: , primary_key: ~}"
        let configuration = try ConfigurationFixture().read(ConfigurationFixture.tables(items))
        #expect(configuration.entries[0].settings == TableSettingsLayer())
    }

    @Test("the configuration is the file named by SNOWMELT_CONFIG, otherwise snowmelt.yaml")
    func defaultPath() {
        #expect(ConfigurationLoader.defaultPath(environment: [:]) == "snowmelt.yaml")
        #expect(ConfigurationLoader.defaultPath(environment: ["SNOWMELT_CONFIG": "/etc/s.yaml"]) == "/etc/s.yaml")
    }
}
