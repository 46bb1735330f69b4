import TestKit
import Testing

@Suite("Full disks", .enabled(if: SmallDisk.obstacle == nil, "\(SmallDisk.obstacle ?? "")"))
struct DiskTests {
    @Test(
        "fault 22: if the target's disk is full for a while during the load, the run needs more time and attempts",
        arguments: Layout.allCases)
    func fillsUp(layout: Layout) async throws {
        let migration = try await layout.visits(
            settings: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200\n  max_retry_attempts: 50")
        let disk = try SmallDisk(mebibytes: 64)
        try await migration.target.moveTablesAhead(to: disk)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        try disk.fill()
        try await eventually("the disk is full") { run.standardError.contains("No space left on device") }
        try disk.freeUp()
        let start = ContinuousClock.now
        try await slow.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        print(try await oracle(migration, recovery: Recovery(measured: .now - start, chunk: .seconds(1))))
        try await migration.target.dropWithTablespace()
    }

    @Test("fault 22: if the target's disk stays full, chunks fail; requeued once there is space, they are copied")
    func staysFull() async throws {
        let migration = try await Layout.twoDatabases.visits(
            rows: 60_000, settings: "  threads: 2\n  max_retry_attempts: 1",
            tables: "  - source: main.visits\n    target: analytics_dev.visits")
        let disk = try SmallDisk(mebibytes: 2)
        try await migration.target.moveTablesAhead(to: disk)
        let full = try await migration.snowmelt("run")
        let said = full.standardError + full.standardOutput
        #expect(full.code == 5, "\(said)")
        #expect(said.contains("No space left on device") && said.contains("free disk space"), "\(said)")
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'visits'") == 0)

        try disk.resize(mebibytes: 64)
        #expect(try await migration.snowmelt("requeue", "latest", "--failed").code == 0)
        let again = try await migration.snowmelt("run")
        #expect(again.code == 0, "\(again.standardError)")
        print(try await oracle(migration))
        try await migration.target.dropWithTablespace()
    }

    @Test(
        "fault 23: if the control database's WAL disk is full, the run waits until it has space and is up again",
        arguments: Layout.allCases)
    func logFillsUp(layout: Layout) async throws {
        let disk = try SmallDisk(mebibytes: 48)
        let cluster = try await PostgresCluster.start(
            settings: ["max_wal_size = '16MB'", "min_wal_size = '2MB'"], wal: disk)
        let control = try await cluster.database(function: "control()")
        let target: TestDatabase? =
            switch layout {
            case .oneDatabase: nil
            case .twoDatabases: try await PostgresCluster.shared.database()
            }
        let migration = try await TestMigration(
            source: Visits.sql(rows: 20_000), tables: Visits.tables,
            defaults: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200\n  max_retry_attempts: 10",
            target: target ?? control, control: target == nil ? nil : control)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        try disk.fill()
        try await write(to: cluster)
        try await eventually("the log's disk is full") { cluster.log.contains("No space left on device") }
        try await eventually("the run notices") { run.standardError.contains("waiting for it") }
        try disk.freeUp()
        try await cluster.stop(mode: .immediate)
        try await cluster.start()
        let start = ContinuousClock.now
        try await slow.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        print(try await oracle(migration, recovery: Recovery(measured: .now - start, chunk: .seconds(2))))
        try await cluster.stop()
    }

    /// Writes to another database of the cluster until the WAL disk is full and the server is down.
    private func write(to cluster: PostgresCluster) async throws {
        let neighbour: TestDatabase
        do {
            neighbour = try await cluster.database(function: "neighbour()")
            try await neighbour.execute("CREATE TABLE t (line text)")
            for _ in 0..<20 {
                try await neighbour.execute(
                    "INSERT INTO t SELECT repeat(md5(i::text), 30) FROM generate_series(1, 20000) i")
            }
            Issue.record("the log never ran full")
        } catch {
            print("the neighbour was told: \(error)")
        }
    }
}
