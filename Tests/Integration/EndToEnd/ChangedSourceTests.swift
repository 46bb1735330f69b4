import Model
import TestKit
import Testing

@Suite("A source that has changed since the plan is said once, with the way out")
struct ChangedSourceTests {
    enum Change: String, CaseIterable, Sendable {
        case dropped, renamed, gone, retyped
    }

    private func migration(_ system: TestSystem, _ change: Change, function: String = #function) async throws
        -> TestMigration
    {
        let rows = (1...500).map { "(\($0), 'x\($0)', \($0))" }.joined(separator: ", ")
        let source = try await system.source(
            "\(function)_\(change)",
            script: """
                CREATE TABLE visits (id int PRIMARY KEY, t varchar(9), n int); INSERT INTO visits VALUES \(rows);
                CREATE TABLE others (id int PRIMARY KEY); INSERT INTO others VALUES (1), (2);
                """)
        let migration = try TestMigration(
            from: source,
            tables: """
                  - {source: \(source.schema).visits, target: moved.visits}
                  - {source: \(source.schema).others, target: moved.others}
                """, defaults: "  threads: 1\n  chunk_rows: 50",
            target: try await PostgresCluster.shared.database(function: "\(function)_\(system)_\(change)"))
        let plan = try await migration.snowmelt("plan", "--name", "first")
        #expect(plan.code == 0, "\(plan.standardError)")
        try await migration.source(system.statement(of: change))
        return migration
    }

    @Test(
        "run says it once per table, copies the others, and cancel is the way out", arguments: TestSystem.possible,
        Change.allCases)
    func resumed(_ system: TestSystem, _ change: Change) async throws {
        let migration = try await migration(system, change)
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 5, "\(run.standardError)")
        let lines = run.standardError.split(separator: "\n").filter { $0.contains("ERROR") }
        #expect(lines.count == 1 && lines.first?.contains("visits") == true, "\(run.standardError)")
        #expect(try await migration.targetRows("SELECT id FROM moved.others") == ["1", "2"])
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'visits'") == 0)
        let status = try await migration.snowmelt("status", "first")
        #expect(status.standardOutput.contains("the source isn't as it was planned"), "\(status.standardOutput)")
        #expect(status.standardOutput.contains("`snowmelt cancel first`, then `snowmelt run`"))

        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        guard change != .gone else { return }
        let anew = try await migration.snowmelt("run", "--progress", "none")
        #expect(anew.code == 0, "\(anew.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.visits") == 500)
    }

    @Test(
        "a worker without a coordinator tries one chunk, and no wrong value arrives", arguments: TestSystem.possible,
        Change.allCases)
    func worker(_ system: TestSystem, _ change: Change) async throws {
        let migration = try await migration(system, change)
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let failures = worker.standardError.split(separator: "\n").filter { $0.contains("chunk failed") }
        // Whether a text spells a number is only seen in each value.
        if change != .retyped || [.odbc, .mariaDB].contains(system) {
            #expect(failures.count == 1, "\(worker.standardError)")
        }
        let failed = """
            SELECT count(*) FROM migration_status.migration_chunk_status WHERE source_table = 'visits' AND status = 'failed'
                AND error IS NOT NULL
            """
        #expect(try await migration.number(failed) == 10, "\(worker.standardError)")
    }

    @Test("a column of a Snowflake table that is gone", .enabled(if: EmulatedVisits.obstacle == nil))
    func snowflake() async throws {
        let visits = try await EmulatedVisits(rows: 6000)
        #expect(try await visits.migration.snowmelt("plan", "--name", "first").code == 0)
        try await visits.migration.source("ALTER TABLE VISITS DROP COLUMN REGION")
        let run = try await visits.migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 5 && run.standardError.contains("REGION"), "\(run.standardError)")
        let lines = run.standardError.split(separator: "\n").filter { $0.contains("ERROR") }
        #expect(lines.count == 1, "\(run.standardError)")
    }

    @Test("a change that is undone: requeue and run go on")
    func undone() async throws {
        let migration = try await migration(.sqlite, .renamed)
        #expect(try await migration.snowmelt("run", "--progress", "none").code == 5)
        try await migration.source("ALTER TABLE visits RENAME COLUMN m TO n")
        #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0)
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
    }
}

extension TestSystem {
    fileprivate func statement(of change: ChangedSourceTests.Change) -> String {
        switch (change, self) {
        case (.dropped, _): "ALTER TABLE visits DROP COLUMN n"
        case (.renamed, _): "ALTER TABLE visits RENAME COLUMN n TO m"
        case (.gone, _): "DROP TABLE visits"
        case (.retyped, .mariaDB): "ALTER TABLE visits MODIFY n varchar(20); UPDATE visits SET n = concat('q', n)"
        case (.retyped, .sqlite), (.retyped, .sqliteADBC):
            "ALTER TABLE visits DROP COLUMN n; ALTER TABLE visits ADD COLUMN n text; UPDATE visits SET n = 'q' || id"
        case (.retyped, _): "ALTER TABLE visits ALTER n TYPE text USING 'q' || n"
        }
    }
}
