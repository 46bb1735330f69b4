import Model
import Testing

@testable import Settings

@Suite("Problems of a configuration")
struct ConfigurationProblemTests {
    private let fixture = ConfigurationFixture()

    @Test("all problems are reported at once, with line, column, setting and advice, in the order of the file")
    func allAtOnce() {
        let text = """
            source:
              type: odbc
              conection: Driver=SQLite3
            target:
              url: ${TARGET_URL}
            defaults:
              thread: 8
              batch_rows: many
              mode: merge
            tables:
              - source: main.visits
                target: analytics.visits
                chunkRows: 5
                primary_key: {a: b}
            retries: 3
            """
        #expect(
            fixture.problems(text) == [
                "snowmelt.yaml:2:3: source.connection: is missing; write the ODBC connection string: "
                    + "Driver=SQLite3;Database=shop.sqlite",
                "snowmelt.yaml:3:3: source.conection: unknown key; did you mean \"connection\"?",
                "snowmelt.yaml:5:8: target.url: the environment variable TARGET_URL isn't set; set it, "
                    + "or write ${TARGET_URL:-default}",
                "snowmelt.yaml:7:3: defaults.thread: unknown key; did you mean \"threads\"?",
                "snowmelt.yaml:8:15: defaults.batch_rows: expected a whole number from 1 to 10000000, found \"many\"",
                "snowmelt.yaml:9:9: defaults.mode: expected replace, truncate, append, upsert, found \"merge\"",
                "snowmelt.yaml:13:5: tables[0].chunkRows: unknown key; did you mean \"chunk_rows\"?",
                "snowmelt.yaml:14:18: tables[0].primary_key: expected one value, found a mapping",
                "snowmelt.yaml:15:1: retries: unknown key; known here: source, target, control, defaults, tables",
            ])
    }

    @Test(
        "a setting that this version doesn't support is refused, with its key and advice",
        arguments: [
            ("mode: upsert", "tables[0].mode: upsert isn't supported by this version of Snowmelt; use replace"),
            ("watermark: {column: u, lag: 10m}", "tables[0].watermark: isn't supported by this version of Snowmelt;"),
            ("partition_by: {column: d, every: month}", "tables[0].partition_by: isn't supported by this version"),
            ("columns: {e: {mask: sha256}}", "tables[0].columns.e.mask: isn't supported by this version of Snowmelt;"),
            ("on_nul: strip", "tables[0].on_nul: strip isn't supported by this version of Snowmelt; use fail"),
            ("on_bad_row: quarantine", "tables[0].on_bad_row: quarantine isn't supported by this version"),
            ("max_bad_rows: 5", "tables[0].max_bad_rows: isn't supported by this version of Snowmelt;"),
            ("on_duplicate: keep_first", "tables[0].on_duplicate: keep_first isn't supported by this version"),
            ("checks: [{not_null: id}]", "tables[0].checks: isn't supported by this version of Snowmelt;"),
        ])
    func unsupported(setting: String, expected: String) {
        let problems = fixture.problems(
            ConfigurationFixture.tables("  - source: main.a\n    target: b.a\n    \(setting)"))
        #expect(problems.count == 1)
        #expect(problems.first?.contains(expected) == true, "\(problems)")
        #expect(problems.first?.hasPrefix("snowmelt.yaml:7:") == true, "\(problems)")
    }

    @Test("each refused key or word is refused", arguments: Setting.all.filter { $0.refusal != nil })
    func refused(setting: Setting) throws {
        var words = ["x"]
        if case .choice(let all) = setting.kind { words = all }
        let supported = try #require(setting.refusal).supported
        for word in Set(words).subtracting(supported) {
            let line =
                setting.path.contains("*") ? "columns: {e: {\(setting.key): \(word)}}" : "\(setting.key): \(word)"
            let problems = fixture.problems(
                ConfigurationFixture.tables("  - source: main.a\n    target: b.a\n    \(line)"))
            #expect(problems.count == 1)
            #expect(problems.first?.contains("isn't supported by this version of Snowmelt; ") == true, "\(problems)")
        }
    }

    @Test("a missing required setting is reported", arguments: Setting.all.filter(\.isRequired))
    func required(setting: Setting) {
        let kind = setting.sources.first?.rawValue
        let type = kind.map { "source: {type: \($0)}" } ?? "source: {}"
        let text = setting.path.contains(".") ? "\(type)\ntarget: {}\ntables: []" : "control: {}"
        #expect(
            fixture.problems(text).contains { $0.contains(": \(setting.path): is missing; ") },
            "\(fixture.problems(text))")
    }

    @Test("a key of another source type is refused")
    func foreignKey() {
        let text = """
            source: {type: odbc, connection: DSN=x, account: a}
            target: {url: postgresql://h/d}
            tables: [{source: main.a, target: b.a}]
            """
        let expected = "snowmelt.yaml:1:50: source.account: belongs to a source of type snowflake, not odbc"
        #expect(fixture.problems(text) == [expected])
    }

    @Test("a repeated key is refused")
    func duplicateKey() {
        let problems = fixture.problems("source:\n  type: odbc\n  type: odbc\n")
        let expected = "snowmelt.yaml:2:3: type: stands here and again further down; a key may stand once"
        #expect(problems == [expected])
    }

    @Test("invalid YAML is refused with its position and without its text")
    func brokenYAML() {
        let problems = fixture.problems("source:\n  connection: \"PWD=canary\n")
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("snowmelt.yaml:3:1: isn't valid YAML: ") == true, "\(problems)")
        #expect(!problems.joined().contains("canary"))
    }

    @Test("an empty file, a text and a list are refused", arguments: ["", "# nothing\n", "canary", "- a\n- b"])
    func noMapping(text: String) {
        let problems = fixture.problems(text)
        #expect(problems.count == 1)
        #expect(!problems.joined().contains("canary"))
    }

    @Test(
        "a wrong value is refused with what was expected",
        arguments: [
            ("threads: 0", "threads: expected a whole number from 1 to 1000, found \"0\""),
            ("chunk_bytes: 5 apples", "chunk_bytes: expected a size of at least 1048576 bytes, such as 512MB"),
            ("snapshot: never", "snapshot: expected auto, off, found \"never\""),
            ("allow_truncate: perhaps", "allow_truncate: expected true or false, found \"perhaps\""),
            (
                "on_nul: strap",
                "on_nul: expected fail, strip, replace, quarantine, found \"strap\"; did you mean strip?"
            ),
            ("chunk: {by: sideways}", "chunk.by: expected auto, hash, ctid, none, found \"sideways\""),
            ("chunk: {}", "chunk: expected by: auto, hash, ctid or none, or column: NAME"),
            ("chunk: {by: hash, column: a}", "chunk.column: stands beside by"),
            ("columns: {a: {drop: true, type: text}}", "columns.a: is dropped, so it has no type and no expr"),
            ("columns: [a]", "columns: expected a mapping (lines of \"name: value\"), found a list"),
            ("query: SELECT 1", "query: stands beside source"),
        ])
    func wrongValues(setting: String, expected: String) {
        let problems = fixture.problems(
            ConfigurationFixture.tables("  - source: main.a\n    target: b.a\n    \(setting)"))
        #expect(problems.count == 1)
        #expect(problems.first?.contains("tables[0].\(expected)") == true, "\(problems)")
    }

    @Test(
        "a table entry with incompatible names is refused",
        arguments: [
            ("{source: main.a}", "tables[0].target: is missing"),
            ("{source: 'main.*'}", "tables[0].target: is missing; write schema.*"),
            ("{source: 'main.*', target: b.a}", "tables[0].target: is one table for a pattern of tables"),
            ("{query: SELECT 1, target: b.*}", "tables[0].target: a query has no name of its own"),
            ("{query: SELECT 1, target: b.a, where: x}", "tables[0].where: stands beside a query"),
            ("{target: b.a}", "tables[0].source: is missing"),
            ("{source: a.b.c.d, target: b.a}", "tables[0].source: isn't a table name"),
            ("{source: main.a, target: 'b.a*'}", "tables[0].target: isn't a target"),
            ("{source: main.a, target: a.b.c}", "tables[0].target: isn't a target"),
            ("main.a", "tables[0]: expected a mapping"),
        ])
    func namesDontFit(item: String, expected: String) {
        let problems = fixture.problems(ConfigurationFixture.tables("  - \(item)"))
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains(expected) == true, "\(problems)")
    }

    @Test("entries are compared with each other even if a connection is invalid")
    func connectionAndEntries() {
        let problems = fixture.problems("source: {type: odbc}\ntarget: {url: x}\ntables: [{source: main.a}]")
        #expect(problems.count == 3)
        #expect(
            problems.last == "snowmelt.yaml:3:10: tables[0].target: is missing; write the target table, "
                + "schema.name, or schema.* to keep the name")
    }

    @Test("a wrong flag or variable is reported by its own name")
    func wrongOverrides() {
        let fixture = ConfigurationFixture(
            environment: ["SNOWMELT_THREADS": "lots", "SNOWMELT_MODE": "upsert"], flags: ["batch_rows": "-1"])
        let problems = fixture.problems(ConfigurationFixture.tables("  - {source: main.a, target: b.a}"))
        #expect(problems.count == 3)
        #expect(problems.contains("SNOWMELT_THREADS: expected a whole number from 1 to 1000, found \"lots\""))
        #expect(problems.contains("--batch-rows: expected a whole number from 1 to 10000000, found \"-1\""))
        #expect(problems.contains { $0.hasPrefix("SNOWMELT_MODE: upsert isn't supported") })
    }

    @Test("slots that differ between tables are refused, equal ones aren't")
    func threads() {
        let mixed = "  - {source: main.a, target: b.a, threads: 2}\n  - {source: main.b, target: b.b}"
        let problems = fixture.problems(ConfigurationFixture.tables(mixed))
        #expect(problems.count == 1)
        #expect(problems.first?.contains("tables[0].threads: differs between tables") == true)
        let inherited = "  - {source: 'main.*', target: b.*, threads: 2}\n  - {source: main.b, target: b.b}"
        #expect(fixture.problems(ConfigurationFixture.tables(inherited)).isEmpty)
    }

    @Test(
        "unlogged is refused if rows are loaded directly into the target, wherever it or the mode is set",
        arguments: [
            ("{mode: append, unlogged: true}", "{}", [:]), ("{unlogged: true}", "{mode: truncate}", [:]),
            ("{}", "{mode: append, unlogged: true}", [:]), ("{unlogged: true}", "{}", ["mode": "append"]),
        ] as [(String, String, [String: String])])
    func unlogged(entry: String, defaults: String, flags: [String: String]) {
        let fixture = ConfigurationFixture(flags: flags)
        let text = ConfigurationFixture.tables(
            "  - {source: main.a, target: b.a, \(entry.dropFirst())", defaults: defaults)
        let problems = fixture.problems(text)
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains("tables[0].unlogged: goes with mode replace only") == true, "\(problems)")
        #expect(problems.first?.contains("unlogged: false") == true)
    }

    @Test("missing sections and empty lists are reported together")
    func missingSections() {
        let problems = fixture.problems("tables: []")
        #expect(problems.map { $0.split(separator: " ")[1] } == ["source:", "target:", "tables:"])
    }

    @Test(
        "no problem shows a secret",
        arguments: [
            "source: Driver=X;PWD=canary\ntarget: postgresql://u:canary@h/d\ntables: canary",
            "source: {type: odbc, connection: canary}\ntarget: {url: canary}\ntables: [{source: a, target: b}]",
            "source: {type: odbc, connection: 'PWD=canary'}\ntarget: {url: 'postgresql://u:p@canary@h/d'}\ntables: []",
            "source: {type: odbc, connection: {Driver=X;PWD=canary}}\ntarget: {url: [canary]}\ntables: []",
            "source: {Driver=X;PWD=canary}\ntarget: {'postgresql://u:canary@h/d'}\ntables: []",
            "source: {type: odbc, connection: 'Driver={X;PWD=canary'}\ntarget: {url: '${PASSWORD}'}\ntables: []",
            "source: {type: odbc, connection: DSN=x}\ntarget: {url: host=h}\ndefaults: {threads: '${PASSWORD}'}",
        ])
    func secretsStayHidden(text: String) {
        let problems = ConfigurationFixture(environment: ["PASSWORD": "canary"]).problems(text)
        #expect(!problems.isEmpty)
        #expect(!problems.joined(separator: "\n").contains("canary"), "\(problems)")
    }
}
