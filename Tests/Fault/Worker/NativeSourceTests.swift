import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("A PostgreSQL source read by COPY, and workers killed with -9")
struct NativeSourceTests {
    private static let table = """
        CREATE TABLE visits AS SELECT i * 3 AS id, i % 50 AS agent, CASE WHEN i % 7 > 0 THEN 'visit ' || i END AS note
          FROM generate_series(1, 20000) i;
        """

    private func migration(_ origin: TestSource, rules: String = "") async throws -> TestMigration {
        try TestMigration(
            from: origin, tables: "  - {source: public.visits, target: moved.visits\(rules)}",
            defaults: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200",
            target: try await PostgresCluster.shared.database())
    }

    /// A coordinator that has planned, without local workers.
    private func coordinator(_ migration: TestMigration) async throws -> Program {
        let coordinator = try migration.start("snowmelt", "run", "--workers", "0", "--progress", "none")
        try await eventually("the run is planned") {
            guard try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'work'") > 0 else {
                return false
            }
            return try await migration.number("SELECT count(*) FROM migration_status.work") > 0
        }
        return coordinator
    }

    @Test(
        "the rows of a pinned snapshot arrive exactly once although the source has changed",
        arguments: [FaultPoint.midFetch, .midCopy, .beforeCommit], ["", ", columns: {note: {type: varchar(40)}}"])
    func killed(point: FaultPoint, rules: String) async throws {
        let origin = try await TestSource.postgres().native
        try await origin.run("\(Self.table) CREATE TABLE saved AS SELECT * FROM visits")
        let migration = try await migration(origin, rules: rules)
        let coordinator = try await coordinator(migration)
        try await migration.source("DELETE FROM visits WHERE id % 2 = 0; UPDATE visits SET note = 'later'")
        let faults = try PlannedFaults((point, "kill@3"))
        let victim = try migration.start("snowmelt-worker", environment: faults.environment)
        #expect(try await faults.happened(point) == victim.pid)
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let run = try await coordinator.ending()
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await victim.ending().code == nil)
        let whole = TableComparison("visits", source: "SELECT * FROM saved", target: "SELECT * FROM moved.visits")
        print("\(point.rawValue): \(try await oracle(migration, tables: [whole]))")
        #expect(
            try await migration.number("SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'") >= 1)
    }

    @Test(
        "a worker of an earlier epoch, frozen while the coordinator dies and the run is planned anew, commits nothing",
        arguments: [FaultPoint.midCopy, .beforeCommit], ["", ", unlogged: true"])
    func zombie(point: FaultPoint, rules: String) async throws {
        let origin = try await TestSource.postgres().native
        try await origin.run(Self.table)
        let migration = try await migration(origin, rules: rules)
        let victim = try await coordinator(migration)
        let faults = try PlannedFaults((point, "stop@3"))
        let zombie = try migration.start(
            "snowmelt-worker", "--log-format", "json", environment: faults.environment)
        #expect(try await faults.happened(point) == zombie.pid)
        victim.signal(SIGKILL)
        _ = try await victim.ending()
        try await migration.source("DELETE FROM visits WHERE id % 2 = 0; UPDATE visits SET note = 'later'")
        try await eventually("a successor has led the run to its end") {
            let run = try await migration.snowmelt("run", "--progress", "none")
            #expect([0, 7].contains(run.code), "\(run.standardError)")
            return run.code == 0
        }
        // Planning anew ended its sessions; with a valid lease it would continue.
        try await eventually("its lease has run out") {
            try await migration.number(
                "SELECT count(*) FROM migration_status.worker WHERE lease_until > clock_timestamp()") == 0
        }
        zombie.signal(SIGCONT)
        let ending = try await zombie.ending()
        #expect(ending.code == 4, "\(ending.standardError)")
        let whole = TableComparison("visits", source: "SELECT * FROM visits", target: "SELECT * FROM moved.visits")
        try await oracle(migration, tables: [whole], logs: [ending.standardError], lostLeases: 1)
        #expect(try await migration.number("SELECT max(epoch) FROM migration_receipt.receipt") == 2)
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.unlogged_receipt") == 0)
    }
}
