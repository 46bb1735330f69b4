import Model
import Testing

@testable import Settings

@Suite("Edits of the config of a planned run")
struct PlannedSettingsTests {
    private func read(_ items: String, flags: [String: String] = [:], environment: [String: String] = [:]) throws
        -> Configuration
    {
        try ConfigurationFixture(environment: environment, flags: flags).read(ConfigurationFixture.tables(items))
    }

    private func changes(
        from old: Configuration, to new: Configuration, keepsOverrides: Bool = true
    ) throws -> [SettingChange] {
        try PlannedSettings(old.storedSettings).changes(in: new, keepsOverrides: keepsOverrides)
    }

    /// Two values of a setting, as YAML; `nil` if there is only one.
    private static func values(of setting: Setting) -> (String, String)? {
        switch setting.kind {
        case .text where setting.path == "tables.columns.*.type": return ("text", "bigint")
        case .text: return ("x1", "x2")
        case .names: return ("[a]", "[b]")
        case .boolean: return ("true", "false")
        case .integer(let range): return ("\(range.lowerBound)", "\(range.lowerBound + 1)")
        case .bytes(let minimum): return ("\(minimum)", "\(minimum * 2)")
        case .choice(let words):
            let words = words.filter { setting.refusal?.supported.contains($0) != false }
            return words.count < 2 ? nil : (words[0], words[1])
        case .texts: return ("{k: v1}", "{k: v2}")
        case .section, .sectionsByName, .sections: return nil
        }
    }

    /// A config with this value of a setting.
    private static func text(_ setting: Setting, _ value: String) -> String {
        let keys = setting.path.split(separator: ".").dropFirst().map { $0 == "*" ? "c" : String($0) }
        var given = value
        for key in keys.reversed().dropLast() { given = "{\(key): \(given)}" }
        let pair = "\(keys.first ?? ""): \(given)"
        var source = ["type: odbc", "connection: DSN=x"]
        var entry = ["source: main.a", "target: b.a"]
        var target = ["url: 'postgresql://h/d'"]
        var control: [String] = []
        switch setting.path.prefix(while: { $0 != "." }) {
        case "source":
            switch setting.sources.first {
            case .snowflake: source = ["type: snowflake", "account: a", "user: u", "database: d", "password: p"]
            case .adbc: source = ["type: adbc", "driver: d"]
            case .postgres: source = ["type: postgres", "url: 'postgresql://h/d'"]
            default: break
            }
            if ["private_key", "private_key_passphrase", "token", "authenticator"].contains(keys[0]) {
                source.removeLast()
                if keys[0] == "private_key_passphrase" { source.append("private_key: k") }
                if keys[0] == "authenticator" { source.append(value == "password" ? "password: p" : "private_key: k") }
            }
            let written = setting.path == "source.url" ? "url: 'postgresql://\(value)@h/d'" : pair
            let connection = setting.path == "source.connection" ? "connection: DSN=x;UID=\(value)" : written
            source = source.filter { !$0.hasPrefix("\(keys[0]):") } + [connection]
        case "target":
            target = target.filter { !$0.hasPrefix("\(keys[0]):") }
            target.append(keys[0] == "url" ? "url: 'postgresql://\(value)@h/d'" : pair)
        case "control": control = ["url: 'postgresql://\(value)@h/c'"]
        default:
            if ["source", "query"].contains(keys[0]) { entry.removeFirst() }
            if keys[0] == "target" { entry.removeLast() }
            if keys[0] == "exclude" { entry = ["source: main.*", "target: b.*"] }
            entry.append(pair)
        }
        return """
            source: {\(source.joined(separator: ", "))}
            target: {\(target.joined(separator: ", "))}
            control: {\(control.joined(separator: ", "))}
            tables: [{\(entry.joined(separator: ", "))}]
            """
    }

    @Test(
        "an edit of each setting is found, with its effect",
        arguments: Setting.all.filter { $0.path != "source.type" && $0.refusal?.supported.isEmpty != true })
    func everySetting(setting: Setting) throws {
        guard let (old, new) = Self.values(of: setting) else { return }
        let fixture = ConfigurationFixture()
        let before = try fixture.read(Self.text(setting, old))
        let after = try fixture.read(Self.text(setting, new))
        let planned = try PlannedSettings(before.storedSettings)
        let changes = planned.changes(in: after)
        switch setting.effect {
        case .atOnce:
            #expect(
                before.identity == after.identity || ["driver", "options", "connection_options"].contains(setting.key))
            #expect(changes.allSatisfy { $0.effect == .atOnce }, "\(changes)")
        case .nextRun:
            #expect(before.identity == after.identity)
            #expect(changes.map(\.key) == [setting.key])
            #expect(changes.map(\.effect) == [.nextRun])
        case .nextPlan:
            #expect(!changes.isEmpty, "an edit of \(setting.path) would be ignored")
            #expect(changes.allSatisfy { $0.effect == .nextPlan }, "\(changes)")
        }
        #expect(planned.changes(in: before) == [])
        #expect(try PlannedSettings(planned.takingOver(after)).changes(in: after) == [])
    }

    @Test("entries are compared by what they copy where, not by their place")
    func entries() throws {
        let old = try read("  - {source: main.a, target: b.a}\n  - {source: main.c, target: b.c}")
        let reversed = try read("  - {source: main.c, target: b.c}\n  - {source: main.a, target: b.a}")
        #expect(try changes(from: old, to: reversed) == [])
        let other = try read("  - {source: main.a, target: b.a, where: x > 1}\n  - {query: SELECT 1, target: b.d}")
        #expect(
            try changes(from: old, to: other).map(\.text) == [
                "main.a → b.a: where was not set, is x > 1",
                "SELECT 1 → b.d: isn't part of the run",
                "main.c → b.c: is part of the run, but no longer of the config",
            ])
        #expect(try PlannedSettings(old.storedSettings).sharesEntry(with: other))
        let foreign = try read("  - {source: main.a, target: other.a}")
        #expect(try !PlannedSettings(old.storedSettings).sharesEntry(with: foreign))
    }

    @Test("a run keeps what a flag gave it, unless the next command gives another value")
    func overrides() throws {
        let items = "  - {source: main.a, target: b.a}"
        let planned = try read(items, flags: ["chunk_rows": "7", "threads": "3"])
        let plain = try read(items)
        #expect(try changes(from: planned, to: plain).map(\.key) == ["threads"])
        #expect(try changes(from: planned, to: planned) == [])
        let other = try read(items, environment: ["SNOWMELT_CHUNK_ROWS": "8"])
        let change = try #require(try changes(from: planned, to: other).first { $0.key == "chunk_rows" })
        #expect(change.override == "SNOWMELT_CHUNK_ROWS")
        #expect(change.text.hasPrefix("main.a → b.a: chunk_rows was 7, is 8 by SNOWMELT_CHUNK_ROWS"))
        // What was kept is still kept after something else was taken over.
        let edited = try read("  - {source: main.a, target: b.a, primary_key: []}")
        let taken = try PlannedSettings(PlannedSettings(planned.storedSettings).takingOver(edited))
        #expect(taken.changes(in: plain).map(\.key) == ["primary_key"])
        #expect(taken.changes(in: plain, keepsOverrides: false).contains { $0.key == "chunk_rows" && $0.wasOverride })
    }

    @Test("a run with other flags is still this config's, and one with other rows or databases isn't")
    func sameConfig() throws {
        let items = "  - {source: main.a, target: b.a}"
        let plain = try read(items)
        let flagged = try read(items, flags: ["mode": "append"])
        #expect(try PlannedSettings(flagged.storedSettings).differsByOverrides(from: plain))
        #expect(try PlannedSettings(plain.storedSettings).differsByOverrides(from: flagged))
        let edited = try read("  - {source: main.a, target: b.a, mode: append}")
        #expect(try !PlannedSettings(plain.storedSettings).differsByOverrides(from: edited))
        let elsewhere = try ConfigurationFixture().read(
            ConfigurationFixture.tables(items).replacing("@db/", with: "@other/"))
        let planned = try PlannedSettings(plain.storedSettings)
        #expect(!planned.differsByOverrides(from: elsewhere))
        #expect(planned.copiesTheSame(as: elsewhere) && planned.readsTheSame(as: elsewhere))
        #expect(
            planned.differences(from: elsewhere) == [
                "target.url leads to host=db;dbname=analytics, here to host=other;dbname=analytics",
                "control.url leads to host=db;dbname=analytics, here to host=other;dbname=analytics",
            ])
    }

    @Test("settings that an earlier release stored can't tell flags from the config, so flags' settings are kept")
    func earlierRelease() throws {
        let items = "  - {source: main.a, target: b.a, chunk_rows: 5, primary_key: [x]}"
        let stored = try read(items).storedSettings.replacing("\"overrides\":[],", with: "")
        let edited = try read("  - {source: main.a, target: b.a, chunk_rows: 9}")
        #expect(try PlannedSettings(stored).changes(in: edited).map(\.key) == ["primary_key"])
    }

    @Test("a planned table gets the settings of the entry that it came from")
    func owners() throws {
        let configuration = try read(
            """
              - {source: main.*, target: b.*, primary_key: [p]}
              - {source: Main.Visits, target: c.visits, primary_key: [v]}
              - {query: SELECT 1, target: b.q, primary_key: [q]}
              - {source: other.*, target: b.*, primary_key: [o]}
            """)
        func key(_ schema: String?, _ name: String, _ target: String) -> [String]? {
            PlannedSettings.settings(
                of: QualifiedName(schema: schema, name: name),
                to: QualifiedName(schema: String(target.prefix(1)), name: String(target.dropFirst(2))),
                in: configuration)?.settings.primaryKey
        }
        #expect(key("main", "visits", "c.visits") == ["v"])
        #expect(key("main", "orders", "b.orders") == ["p"])
        #expect(key("other", "orders", "b.orders") == ["o"])
        #expect(key(nil, "query", "b.q") == ["q"])
        #expect(key("third", "orders", "b.orders") == nil)
    }

    @Test("what can't apply is an error with each difference and the ways out")
    func errors() throws {
        let old = try read("  - {source: main.a, target: b.a}")
        let edited = try read("  - {source: main.a, target: b.a, chunk_rows: 9}")
        let failure = RunEdited(run: "nightly", changes: try changes(from: old, to: edited)).failure
        #expect(failure.status == .refused)
        #expect(failure.message.contains("main.a → b.a: chunk_rows was 500000, is 9"))
        #expect(failure.hint?.contains("snowmelt cancel nightly") == true)
        let flagged = try read("  - {source: main.a, target: b.a}", flags: ["chunk_rows": "9"])
        let usage = RunEdited(run: "nightly", changes: try changes(from: old, to: flagged))
        #expect(usage.failure.status == .usage)
        #expect(usage.failure.message.hasPrefix("--chunk-rows can't apply to the unfinished run nightly"))
        #expect(usage.workerFailure?.message.hasPrefix("--chunk-rows can't apply: the plan of run nightly") == true)
    }
}
