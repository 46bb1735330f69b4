import Glibc
import Model
import Postgres
import TestKit
import Testing

/// Plans over sources that take hours to count are interrupted, as by Ctrl-C.
@Suite("Interrupted plans")
struct InterruptedPlanTests {
    @Test(
        "an interrupted plan ends soon and leaves nothing, and a run plans again",
        arguments: ["SQLite", "PostgreSQL", "MariaDB"])
    func plan(system: String) async throws {
        let migration = try await slowMigration(system)
        let plan = try migration.start("snowmelt", "plan")
        try await isPlanning(migration)
        plan.signal(SIGINT)
        try await expectInterrupted(plan)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname LIKE '\\_\\_snowmelt%'") == 0)
        try await migration.source(Self.quickened)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.slow") == 7)
    }

    @Test("run also ends soon on SIGTERM, and the same command continues")
    func run() async throws {
        let migration = try await slowMigration("SQLite")
        let run = try migration.start("snowmelt", "run")
        try await isPlanning(migration)
        run.signal(SIGTERM)
        try await expectInterrupted(run)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)
        try await migration.source(Self.quickened)
        let again = try await migration.snowmelt("run")
        #expect(again.code == 0, "\(again.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.slow") == 7)
    }

    @Test("an interrupted dry run ends soon, without changing anything")
    func dryRun() async throws {
        let migration = try await slowMigration("PostgreSQL")
        let plan = try migration.start("snowmelt", "plan", "--dry-run")
        try await eventually("the source counts") {
            try await migration.sourceRows(Self.counting) == ["1"]
        }
        plan.signal(SIGINT)
        let ending = try await plan.ending(within: .seconds(60))
        #expect(ending.code == 10, "\(ending.standardError)")
        #expect(ending.standardError.contains("nothing was changed"), "\(ending.standardError)")
        try await eventually("the source has stopped counting") {
            try await migration.sourceRows(Self.counting) == ["0"]
        }
    }

    @Test("a second signal ends the program while the first one waits, and the same command completes later")
    func twice() async throws {
        let migration = try await slowMigration("SQLite")
        let run = try migration.start("snowmelt", "run", "--progress", "none")
        try await isPlanning(migration)
        // The clean-up after the first signal waits for this lock.
        let reader = try await migration.target.connect()
        try await reader.begin()
        try await reader.executeScript(.init(name: "lock", text: "LOCK TABLE migration_status.run IN SHARE MODE"))
        run.signal(SIGINT)
        try await eventually("the first signal is heard") { run.standardError.contains("stopping") }
        try await eventually("the clean-up waits") {
            try await migration.number(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'migration_status.run'::regclass") > 0
        }
        #expect(run.isRunning)
        run.signal(SIGINT)
        let ending = try await run.ending(within: .seconds(30))
        #expect(ending.code == 10, "\(ending.standardError)")
        #expect(ending.standardError.contains("lead has expired"), "\(ending.standardError)")
        try await reader.commit()
        await reader.close()

        try await migration.source(Self.quickened)
        var again = ending
        try await eventually("the same command completes", within: .seconds(150)) {
            again = try await migration.snowmelt("run", "--progress", "none")
            return again.code != 7
        }
        #expect(again.code == 0, "\(again.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.slow") == 7)
    }

    // MARK: - Parts

    private static let counting = """
        SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'active' AND query LIKE '%COUNT(*)%"slow"%'
           AND pid <> pg_backend_pid()
        """

    /// A view whose rows take hours to count.
    private func slowMigration(_ system: String) async throws -> TestMigration {
        let origin =
            switch system {
            case "PostgreSQL": try await TestSource.postgres()
            case "MariaDB": try await TestSource.mariaDB()
            default: TestSource.sqlite(in: try TestFolder())
            }
        let body =
            switch system {
            case "PostgreSQL": "SELECT 1 AS n FROM pg_sleep(10000)"
            case "MariaDB": "SELECT a.seq AS n FROM seq_1_to_1000000 a, seq_1_to_1000000 b"
            default: "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
            }
        try await origin.run("CREATE VIEW slow AS \(body);")
        return try TestMigration(
            from: origin, tables: "  - {source: \(origin.schema).slow, target: moved.slow}",
            target: try await PostgresCluster.shared.database())
    }

    private static let quickened =
        "DROP VIEW slow; CREATE TABLE slow (n INTEGER); INSERT INTO slow VALUES (1), (2), (3), (4), (5), (6), (7);"

    /// Waits until the tables are announced, right before the source is counted.
    private func isPlanning(_ migration: TestMigration) async throws {
        try await eventually("planning has begun") {
            let isSetUp = try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'run_table'") > 0
            guard isSetUp else { return false }
            return try await migration.number("SELECT count(*) FROM migration_status.run_table") > 0
        }
    }

    private func expectInterrupted(_ program: Program) async throws {
        let ending = try await program.ending(within: .seconds(60))
        #expect(ending.code == 10, "\(ending.standardError)")
        #expect(ending.standardError.contains("interrupted while planning"), "\(ending.standardError)")
        #expect(ending.standardError.contains("plans anew"), "\(ending.standardError)")
    }
}
