import Glibc
import Model
import Postgres
import TestKit
import Testing

/// Processes are really killed, and the recovery waits for real leases, so these tests take most of a minute, in
/// parallel.
@Suite("Whatever dies, nothing is lost or duplicated")
struct CrashTests {
    @Test("a worker killed in the middle of a COPY", arguments: [false, true])
    func workerKilled(hasOwnControl: Bool) async throws {
        let target = try await PostgresCluster.shared.database()
        let control = hasOwnControl ? try await PostgresCluster.shared.database(function: "control()") : nil
        let migration = try await TestMigration(
            source: Visits.sql(rows: 40_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 10000",
            target: target, control: control)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let victim = try migration.start("snowmelt-worker")
        try await slow.copying()
        victim.signal(SIGKILL)
        try await slow.end()
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
        let lost = try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'", in: migration.control)
        #expect(lost == 1)
    }

    @Test("a worker asked to stop releases its chunk immediately")
    func workerStopped() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 40_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 1000000",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let worker = try migration.start("snowmelt-worker")
        try await slow.copying()
        worker.signal(SIGTERM)
        worker.signal(SIGTERM)
        _ = try await worker.ending()
        try await slow.end()
        #expect(try await migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'claimed'") == 0)
        #expect(
            try await migration.number(
                "SELECT coalesce(sum(attempt), 0) FROM migration_status.work WHERE state = 'ready'") == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    @Test("a run whose parent ignores SIGCHLD still notices that its workers end, and ends")
    func ignoredChildren() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 2_000), tables: Visits.tables, target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt(
            "run", "--workers", "2", under: [.ignoringChildren], timeout: .seconds(60))
        #expect(run.code == 0, "\(run.standardError)")
        #expect(!run.standardError.contains("exit code unknown"), "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    @Test("a coordinator killed while it plans")
    func killedWhilePlanning() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 400_000), tables: Visits.tables, defaults: "  chunk_rows: 50000",
            target: try await PostgresCluster.shared.database())
        let victim = try migration.start("snowmelt", "run", "--progress", "none")
        try await eventually("planning has begun") {
            let isSetUp = try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'run_table'") > 0
            guard isSetUp else { return false }
            return try await migration.number("SELECT count(*) FROM migration_status.run_table") > 0
        }
        victim.signal(SIGKILL)
        try await expectTakeover(migration)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 1)
    }

    @Test("a coordinator killed while it publishes")
    func killedWhilePublishing() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 20_000), tables: Visits.tables,
            defaults: "  chunk_rows: 5000\n  definition: source", target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            "CREATE SCHEMA analytics_dev; CREATE TABLE analytics_dev.visits (old int)")
        let reader = try await migration.target.connect()
        try await reader.begin()
        _ = try await reader.query(Statement(name: "read", text: "SELECT FROM analytics_dev.visits"))
        let victim = try migration.start("snowmelt", "run", "--progress", "none")
        try await eventually("the swap waits for the reader") {
            try await migration.number(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'analytics_dev.visits'::regclass") > 0
        }
        victim.signal(SIGKILL)
        try await reader.commit()
        await reader.close()
        try await expectTakeover(migration)
    }

    @Test("local workers of a coordinator that was killed end by themselves")
    func orphans() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 4_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 0.5)
        let victim = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        victim.signal(SIGKILL)
        try await eventually("the workers have signed off") {
            try await migration.number("SELECT count(*) FROM migration_status.worker WHERE state <> 'gone'") == 0
        }
        #expect(try await migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'claimed'") == 0)
        try await slow.end()
        try await expectTakeover(migration)
    }

    /// Expects that the same command finishes the run at once, because the process that led it is gone.
    private func expectTakeover(_ migration: TestMigration) async throws {
        let start = ContinuousClock.now
        let ending = try await migration.snowmelt("run", "--progress", "none")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardError.contains("the process that led the run is gone"), "\(ending.standardError)")
        #expect(ContinuousClock.now - start < .seconds(25), "the lead of 30 s was waited for")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
    }
}
