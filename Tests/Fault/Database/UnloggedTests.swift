import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("Tables that are loaded unlogged")
struct UnloggedTests {
    private static let settings = "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200\n  unlogged: true"

    @Test(
        "rows and receipts are unlogged until the table is published, and logged from then on",
        arguments: Layout.allCases)
    func published(layout: Layout) async throws {
        let migration = try await layout.visits(rows: 5_000, settings: Self.settings)
        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await Self.unloggedTables(migration) == 2)
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let chunks = try await Chunks.count(migration)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.unlogged_receipt") == chunks)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 0)
        let run = try await migration.snowmelt("run", "--workers", "0")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Self.unloggedTables(migration) == 0)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.unlogged_receipt") == 0)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == chunks)
        #expect(try await Self.requeued(migration) == 0)
        try await oracle(migration)
    }

    @Test("cancelling a run removes its receipts")
    func cancelled() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 2_000, settings: Self.settings)
        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await migration.worker("--until-idle").code == 0)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.unlogged_receipt") > 0)
        let cancelled = try await migration.snowmelt("cancel", "latest")
        #expect(cancelled.code == 0, "\(cancelled.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.unlogged_receipt") == 0)
        #expect(try await Self.unloggedTables(migration) == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }

    @Test(
        "fault 14: after a crash of the target, unlogged tables are loaded again",
        arguments: [PostgresCluster.StopMode.immediate, .kill], Layout.allCases)
    func crashes(mode: PostgresCluster.StopMode, layout: Layout) async throws {
        let (cluster, migration) = try await Self.ownTarget(layout)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 0.3)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await eventually("some of the slow chunks are done") {
            try await Self.done(migration) >= 3
        }
        // Done marks don't wait for the disk: if the server also holds the queue, a crash could lose all three.
        try await migration.control.execute("CHECKPOINT")
        try await slow.copying()
        try await cluster.stop(mode: mode)
        try await cluster.start()
        try await slow.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Self.requeued(migration) >= 3)
        try await oracle(migration)
    }

    @Test(
        "fault 14: a crash of the target empties an unlogged table before it is made logged, but not afterwards",
        arguments: [FaultPoint.afterReconcile, .afterLogging], Layout.allCases)
    func crashesWhilePublishing(point: FaultPoint, layout: Layout) async throws {
        let (cluster, migration) = try await Self.ownTarget(layout)
        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await migration.worker("--until-idle").code == 0)
        let faults = try PlannedFaults((point, "stop"))
        let run = try migration.start(
            "snowmelt", "run", "--workers", "1", "--progress", "none", environment: faults.environment)
        #expect(try await faults.happened(point) == run.pid)
        // Both tables are published at the same time; one of them is at the fault point.
        let unlogged = try await migration.target.rows(
            #"SELECT substring(relname FROM '\d+$') FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%' AND relkind = 'r' "#
                + "AND relpersistence = 'u'")
        #expect(point == .afterReconcile ? !unlogged.isEmpty : unlogged.count < 2)
        try await cluster.stop(mode: .immediate)
        try await cluster.start()
        run.signal(SIGCONT)
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        for (table, chunks) in [(1, try await Chunks.count(migration, of: "visits")), (2, 1)] {
            let lost = unlogged.contains("\(table)") ? chunks : 0
            #expect(try await Self.requeued(migration, table: table) == lost, "table \(table), unlogged: \(unlogged)")
        }
        try await oracle(migration)
    }

    @Test("after a failover of the target to a standby without rows and receipts, everything is loaded again")
    func failsOver() async throws {
        let primary = try await PostgresCluster.start()
        let database = try await primary.database()
        let standby = try await primary.standby()
        let folder = try TestFolder()
        let origin = TestSource.sqlite(in: folder)
        try await origin.run(Visits.sql(rows: 5_000))
        let control = try await PostgresCluster.shared.database()
        /// The same migration, with the test connected to one of the servers.
        func migration(on server: PostgresCluster) throws -> TestMigration {
            try TestMigration(
                from: origin, tables: Visits.tables, defaults: Self.settings,
                target: server.counterpart(of: database), control: control,
                targetURL: database.url(orOn: standby), folder: folder)
        }
        let (before, after) = (try migration(on: primary), try migration(on: standby))
        #expect(try await before.snowmelt("plan").code == 0)
        #expect(try await before.worker("--until-idle").code == 0)
        try await standby.catchUp(with: primary)
        try await primary.stop(mode: .immediate)
        try await standby.promote()
        let run = try await after.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Self.requeued(after) == (try await Chunks.count(after)))
        try await oracle(after)
    }

    @Test("a split chunk stays split even if a crash removed its void receipt")
    func splits() async throws {
        let settings =
            "  threads: 2\n  chunk_rows: 400\n  batch_rows: 100\n  lambda_timeout_buffer_seconds: 1\n  unlogged: true"
        let (cluster, migration) = try await Self.ownTarget(.twoDatabases, rows: 1200, settings: settings)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 8)
        var rounds = 0
        while try await Self.attempts(migration, "split") == 0 {
            rounds += 1
            try #require(rounds <= 6, "no chunk is split")
            let worker = try await migration.worker("--deadline", "16s")
            #expect(worker.code == 0, "\(worker.standardError)")
        }
        try await slow.end()
        let voids = "SELECT count(*) FROM migration_receipt.unlogged_receipt WHERE halves IS NOT NULL"
        #expect(try await migration.number(voids) > 0)
        try await cluster.stop(mode: .immediate)
        try await cluster.start()
        #expect(try await migration.number(voids) == 0)
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }

    /// A migration of the visits with a target server of its own, which the test may crash.
    private static func ownTarget(
        _ layout: Layout, rows: Int = 10_000, settings: String = settings, function: String = #function
    ) async throws -> (PostgresCluster, TestMigration) {
        let cluster = try await PostgresCluster.start(settings: ["fsync = on"])
        let control: TestDatabase? =
            layout == .oneDatabase ? nil : try await PostgresCluster.shared.database(function: function)
        let migration = try await TestMigration(
            source: Visits.sql(rows: rows), tables: Visits.tables, defaults: settings,
            target: try await cluster.database(function: function), control: control)
        return (cluster, migration)
    }

    /// The number of the migration's tables that a crash would empty.
    private static func unloggedTables(_ migration: TestMigration) async throws -> Int {
        try await migration.number(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'analytics_dev'::regnamespace "
                + "AND relkind = 'r' AND relpersistence = 'u'")
    }

    /// The number of chunks that are marked as done.
    private static func done(_ migration: TestMigration) async throws -> Int {
        try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state = 'done' AND table_no = 1", in: migration.control)
    }

    /// The number of chunks that were marked as done but had lost their receipt.
    private static func requeued(_ migration: TestMigration, table: Int? = nil) async throws -> Int {
        try await attempts(migration, "requeued", table: table)
    }

    private static func attempts(_ migration: TestMigration, _ outcome: String, table: Int? = nil) async throws -> Int {
        let condition = table.map { " AND table_no = \($0)" } ?? ""
        return try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = '\(outcome)'\(condition)",
            in: migration.control)
    }
}
