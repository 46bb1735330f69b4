import Model
import TestKit
import Testing

@testable import RunControl
@testable import Settings

@Suite("Edits and flags after a run was planned")
struct EditedConfigTests {
    private static let table = "CREATE TABLE t (id integer, grp integer, x text);"

    /// A migration of a table whose configured key is shared by two rows.
    private func migration(_ settings: String = "", defaults: String = "  threads: 2\n  key_check: off") async throws
        -> TestMigration
    {
        try await TestMigration(
            source: Self.table + "INSERT INTO t VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c')",
            tables: "  - {source: main.t, target: moved.t, primary_key: [grp]\(settings)}", defaults: defaults,
            target: try await PostgresCluster.shared.database())
    }

    private func edit(_ migration: TestMigration, _ old: String, _ new: String) throws {
        let text = try migration.folder.read("snowmelt.yaml")
        #expect(text.contains(old))
        try migration.folder.write("snowmelt.yaml", text.replacing(old, with: new))
    }

    @Test("the key that the error advises is taken over by the next run", arguments: ["[]", "[id]", "[grp, id]"])
    func key(edited: String) async throws {
        let migration = try await migration()
        let failed = try await migration.snowmelt("run", "--name", "nightly")
        #expect(failed.code == 5, "\(failed)")
        #expect(try await migration.snowmelt("status").standardOutput.contains("primary_key: []"))
        try edit(migration, "primary_key: [grp]", "primary_key: \(edited)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run)")
        #expect(run.standardError.contains("primary_key was [\"grp\"], is"), "\(run)")
        #expect(try await migration.targetRows("SELECT id FROM moved.t") == ["1", "2", "3"])
        let keys = try await migration.targetRows(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'moved.t'::regclass AND contype = 'p'"
        )
        #expect(keys == (edited == "[]" ? [] : ["PRIMARY KEY (\(edited.dropFirst().dropLast()))"]))
    }

    @Test("a key is built anew where an earlier try to publish has built another one")
    func keyBuilt() async throws {
        let migration = try await migration()
        try edit(migration, "primary_key: [grp]", "primary_key: [id]")
        let killed = try await migration.snowmelt("run", environment: ["SNOWMELT_FAULT_POINTS": "before-swap=kill"])
        #expect(killed.code != 0)
        try edit(migration, "primary_key: [id]", "primary_key: [id, grp]")
        let run = try await runWhenFree(migration)
        #expect(run.code == 0, "\(run)")
        let keys = try await migration.targetRows(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'moved.t'::regclass AND contype = 'p'"
        )
        #expect(keys == ["PRIMARY KEY (id, grp)"])
    }

    /// Runs as soon as the killed coordinator's lead has expired.
    private func runWhenFree(_ migration: TestMigration) async throws -> Program.Ending {
        try await eventually("the lead expires", within: .seconds(60)) {
            try await migration.number(
                "SELECT count(*) FROM migration_status.run WHERE coordinator_until > clock_timestamp()") == 0
        }
        return try await migration.snowmelt("run")
    }

    @Test("publish takes a key over, too")
    func publish() async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("run").code == 5)
        try edit(migration, "primary_key: [grp]", "primary_key: []")
        let published = try await migration.snowmelt("publish", "latest")
        #expect(published.code == 0, "\(published)")
    }

    @Test("batches and attempts are taken over, and workers use them")
    func limits() async throws {
        let migration = try await migration(", batch_rows: 7, max_retry_attempts: 3")
        #expect(try await migration.snowmelt("run").code == 5)
        try edit(migration, "[grp], batch_rows: 7, max_retry_attempts: 3", "[], batch_rows: 9, max_retry_attempts: 4")
        #expect(try await migration.snowmelt("run").code == 0)
        let stored = try await migration.control.rows(
            "SELECT spec->>'batchRows', max_attempts, settings->'tables'->0->>'batch_rows' "
                + "FROM migration_status.run_table JOIN migration_status.run USING (run_id)")
        #expect(stored == ["9|4|9"])
    }

    @Test(
        "what decides the rows and the chunks is named, with ways out that work",
        arguments: [
            (", chunk_rows: 2", "chunk_rows was 500000, is 2"), (", where: id < 3", "where was not set, is id < 3"),
            (", columns: {x: {drop: true}}", "columns was not set"), (", mode: append", "mode was replace, is append"),
            (", chunk: {column: id}", "chunk was"), (", unlogged: true", "unlogged was false, is true"),
            ("}\n  - {source: main.u, target: moved.u", "main.u → moved.u: isn't part of the run"),
        ])
    func refused(edited: String, named: String) async throws {
        let migration = try await migration()
        try await migration.source("CREATE TABLE u (id integer primary key)")
        #expect(try await migration.snowmelt("run", "--name", "nightly").code == 5)
        try edit(migration, "primary_key: [grp]", "primary_key: []\(edited)")
        let refused = try await migration.snowmelt("run")
        #expect(refused.code == 7, "\(refused)")
        #expect(refused.standardError.contains("nightly"), "\(refused)")
        #expect(refused.standardError.contains(named), "\(refused)")
        #expect(refused.standardError.contains("snowmelt cancel nightly"), "\(refused)")
        let wayOut = try #require(
            refused.standardError.split(separator: "`").first { $0.hasPrefix("snowmelt cancel nightly") })
        let words = wayOut.split(separator: " ").dropFirst().map(String.init)
        #expect(try await Program.run("snowmelt", words, directory: migration.folder.path).code == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run)")
    }

    @Test("a table that left the config is named")
    func removed() async throws {
        let migration = try await migration()
        try await migration.source("CREATE TABLE u (id integer primary key)")
        try edit(migration, "[grp]}", "[grp]}\n  - {source: main.u, target: moved.u}")
        #expect(try await migration.snowmelt("run", "--name", "nightly").code == 5)
        try edit(migration, "  - {source: main.t, target: moved.t, primary_key: [grp]}\n", "")
        let refused = try await migration.snowmelt("run")
        #expect(refused.code == 7, "\(refused)")
        #expect(refused.standardError.contains("main.t → moved.t: is part of the run"), "\(refused)")
    }

    @Test(
        "flags and variables that a resumed run would ignore are errors that name the run",
        arguments: [
            ["--chunk-rows", "2"], ["--chunk-bytes", "2MB"], ["--mode", "append"], ["--allow-truncate", "true"],
            ["--leftovers", "accept"], ["--name", "other"],
        ])
    func flags(flag: [String]) async throws {
        let migration = try await migration(defaults: "  threads: 2\n  key_check: off\n  chunk_rows: 3")
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let run = try await migration.snowmelt("run", flag[0], flag[1])
        #expect(run.code == 2, "\(run)")
        #expect(run.standardError.contains(flag[0]) && run.standardError.contains("nightly"), "\(run)")
        #expect(run.standardError.contains("snowmelt cancel nightly`"), "\(run)")
        guard !["--leftovers", "--name"].contains(flag[0]) else { return }
        let variable = "SNOWMELT_" + flag[0].dropFirst(2).uppercased().replacing("-", with: "_")
        let again = try await migration.snowmelt("run", environment: [variable: flag[1]])
        #expect(again.code == 2, "\(again)")
        #expect(again.standardError.contains(variable) && again.standardError.contains("nightly"), "\(again)")
    }

    @Test("each setting that a run takes over is applied", arguments: Setting.all.filter { $0.effect == .nextRun })
    func applied(setting: Setting) async throws {
        let change = SettingChange(subject: .setting(setting.path), entry: "main.t → moved.t", effect: .nextRun)
        let name = QualifiedName(schema: "moved", name: "t")
        var spec = TableSpec(
            source: name, target: name, loadTable: name, mode: .replace, select: "*", from: "t", filter: nil,
            columns: [], primaryKey: [], batch: BatchLimits())
        let isApplied = try await Edits([change]).apply(change, TableSettings(), to: &spec) { _, _ in [] }
        #expect(isApplied, "nothing applies \(setting.path)")
    }

    @Test("the same command resumes, and so does one without the flags of the plan")
    func sameFlags() async throws {
        let migration = try await migration()
        try edit(migration, "[grp]", "[id]")
        #expect(try await migration.snowmelt("plan", "--chunk-rows", "2", "--leftovers", "accept").code == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run)")
    }
}
