import Glibc
import Model
import Postgres
import TestKit
import Testing

@Suite("The oracle finds violations")
struct OracleTests {
    @Test("it finds nothing after a run, and finds each change made to the result", arguments: [false, true])
    func harm(hasOwnControl: Bool) async throws {
        let migration = try await finishedMigration(hasOwnControl: hasOwnControl)
        let verdict = try await oracle(migration)
        #expect("\(verdict)".contains("I1 source and target hold the same rows: holds (2 tables, 1003 rows)"))
        for harm in Self.harms {
            let database = harm.isInControl ? migration.control : migration.target
            try await database.execute(harm.doing)
            #expect(await broken(migration) == harm.breaks, "\(harm.doing)")
            try await database.execute(harm.undoing)
        }
        #expect(await broken(migration) == [])
    }

    @Test("sessions, open transactions and locks that are left violate I4", arguments: [false, true])
    func leftovers(hasOwnControl: Bool) async throws {
        let migration = try await finishedMigration(hasOwnControl: hasOwnControl)
        for database in [migration.target, migration.control] {
            let idle = try await PostgresConnection.connect(database.options(applicationName: "snowmelt-worker"))
            #expect(await broken(migration) == [.nothingLeft])
            try await oracle(migration, isPooled: true)
            try await idle.begin()
            try await idle.execute(Statement(name: "lock", text: "LOCK TABLE pg_class IN ACCESS SHARE MODE"))
            #expect(await broken(migration, isPooled: true) == [.nothingLeft])
            await idle.close()

            let other = try await PostgresConnection.connect(database.options(applicationName: "somebody"))
            try await oracle(migration)
            try await other.begin()
            #expect(await broken(migration) == [.nothingLeft])
            try await other.rollback()
            _ = try await other.query(Statement(name: "lock", text: "SELECT pg_advisory_lock(1)"))
            #expect(await broken(migration) == [.nothingLeft])
            await other.close()
        }
        try await oracle(migration)
    }

    @Test("a late recovery, fences logged twice or not at all, and programs that grew violate I5, I7 and I8")
    func evidence() async throws {
        let migration = try await finishedMigration(hasOwnControl: false)
        func breaks(_ evidence: () async throws -> Verdict) async -> Set<Invariant> {
            await Self.broken(evidence)
        }
        let late = Recovery(measured: .seconds(73), chunk: .seconds(0.1), slowness: 5)
        let early = Recovery(measured: .seconds(70), chunk: .seconds(0.1), slowness: 5)
        #expect(await breaks { try await oracle(migration, recovery: late) } == [.recoveryTime])
        #expect(await breaks { try await oracle(migration, recovery: early) } == [])

        let lease = #"{"level":"error","message":"lease lost: another process may take over this worker's chunks"}"#
        let chunk =
            #"{"level":"warning","message":"chunk dropped: fenced","metadata":{"table":"t","chunk":"3","attempt":"1"}}"#
        let good = "\(lease)\n\(chunk)\nerror: in plain words\n"
        #expect(await breaks { try await oracle(migration, logs: [good, lease], lostLeases: 2) } == [])
        #expect(await breaks { try await oracle(migration, logs: [good], lostLeases: 2) } == [.fencesLogged])
        #expect(await breaks { try await oracle(migration, logs: [good + lease]) } == [.fencesLogged])
        #expect(await breaks { try await oracle(migration, logs: [good, chunk]) } == [.fencesLogged])

        let folder = try TestFolder()
        let script =
            "exec 7<&-; trap 'exec 7</dev/null; touch opened' USR1; touch ready; while :; do sleep 0.01; done"
        let program = try Program("sh", ["-c", script], directory: folder.path)
        try await eventually("it is ready") { access("\(folder.path)/ready", F_OK) == 0 }
        let survivor = try Survivor(program)
        #expect(await breaks { try await oracle(migration, survivors: [survivor]) } == [])
        program.signal(SIGUSR1)
        try await eventually("it has opened a file") { access("\(folder.path)/opened", F_OK) == 0 }
        #expect(
            await breaks { try await oracle(migration, survivors: [survivor], patience: .seconds(1)) } == [.footprint])
        program.signal(SIGKILL)
        #expect(
            await breaks { try await oracle(migration, survivors: [survivor], patience: .seconds(1)) } == [.footprint])
    }

    @Test("an expected failed chunk leaves its table unpublished, and the rest is checked")
    func failedChunk() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 1000), tables: Visits.tables, defaults: "  chunk_rows: 300",
            target: try await PostgresCluster.shared.database())
        try await migration.source("UPDATE visits SET agent_id = 'many' WHERE visit_id = 30")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        try await oracle(migration, failedChunks: 1)
        #expect(await broken(migration) == [.oneReceipt])
    }

    private struct Harm {
        let doing: String
        let undoing: String
        let breaks: Set<Invariant>
        var isInControl = false
    }

    private static let harms = [
        Harm(
            doing: "ALTER TABLE analytics_dev.agents DROP CONSTRAINT IF EXISTS agents_pkey; "
                + "INSERT INTO analytics_dev.agents SELECT * FROM analytics_dev.agents WHERE agent_id = 7",
            undoing: "DELETE FROM analytics_dev.agents WHERE ctid = (SELECT max(ctid) FROM analytics_dev.agents)",
            breaks: [.equalRows, .noLosingRows]),
        Harm(
            doing: "CREATE TABLE kept AS SELECT * FROM analytics_dev.visits WHERE visit_id = 30; "
                + "DELETE FROM analytics_dev.visits WHERE visit_id = 30",
            undoing: "INSERT INTO analytics_dev.visits SELECT * FROM kept; DROP TABLE kept",
            breaks: [.equalRows, .noLosingRows]),
        Harm(
            doing: "UPDATE analytics_dev.visits SET amount = amount + 0.01 WHERE visit_id = 30",
            undoing: "UPDATE analytics_dev.visits SET amount = amount - 0.01 WHERE visit_id = 30",
            breaks: [.equalRows]),
        Harm(
            doing: "CREATE TABLE kept AS SELECT * FROM migration_receipt.receipt WHERE (table_no, chunk_no) = (1, 1); "
                + "DELETE FROM migration_receipt.receipt WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "INSERT INTO migration_receipt.receipt SELECT * FROM kept; DROP TABLE kept",
            breaks: [.oneReceipt, .noLosingRows]),
        Harm(
            doing:
                "INSERT INTO migration_receipt.receipt SELECT run_id, table_no, epoch, 99, 0, 0, attempt, worker_id, "
                + "snapshot, committed_at FROM migration_receipt.receipt WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "DELETE FROM migration_receipt.receipt WHERE chunk_no = 99",
            breaks: [.oneReceipt]),
        Harm(
            doing:
                "INSERT INTO migration_receipt.receipt SELECT run_id, table_no, epoch, 99, 0, 0, attempt, worker_id, "
                + "snapshot, committed_at, '[]' FROM migration_receipt.receipt WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "DELETE FROM migration_receipt.receipt WHERE chunk_no = 99",
            breaks: [.oneReceipt]),
        Harm(
            doing:
                "INSERT INTO migration_status.chunk (run_id, table_no, epoch, chunk_no, parent_no, chunk_range) "
                + "SELECT run_id, table_no, epoch, n, 1, 'half' FROM migration_status.chunk, generate_series(98, 99) n "
                + "WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "DELETE FROM migration_status.chunk WHERE parent_no = 1",
            breaks: [.oneReceipt], isInControl: true),
        Harm(
            doing: "INSERT INTO migration_receipt.unlogged_receipt SELECT * FROM migration_receipt.receipt "
                + "WHERE table_no = 1; DELETE FROM migration_receipt.receipt WHERE table_no = 1",
            undoing: "INSERT INTO migration_receipt.receipt SELECT * FROM migration_receipt.unlogged_receipt; "
                + "DELETE FROM migration_receipt.unlogged_receipt",
            breaks: [.oneReceipt]),
        Harm(
            doing: "ALTER TABLE analytics_dev.visits SET UNLOGGED",
            undoing: "ALTER TABLE analytics_dev.visits SET LOGGED",
            breaks: [.noLosingRows]),
        Harm(
            doing: "CREATE TABLE analytics_dev.__snowmelt_01234567_1 (i int)",
            undoing: "DROP TABLE analytics_dev.__snowmelt_01234567_1",
            breaks: [.noLosingRows]),
        Harm(
            doing: "UPDATE migration_status.work SET state = 'ready' WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "UPDATE migration_status.work SET state = 'done' WHERE (table_no, chunk_no) = (1, 1)",
            breaks: [.oneReceipt], isInControl: true),
        Harm(
            doing: "UPDATE migration_status.work SET state = 'claimed' WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "UPDATE migration_status.work SET state = 'done' WHERE (table_no, chunk_no) = (1, 1)",
            breaks: [.oneReceipt, .nothingLeft], isInControl: true),
        Harm(
            doing: "UPDATE migration_status.work SET rows = rows + 1 WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "UPDATE migration_status.work SET rows = rows - 1 WHERE (table_no, chunk_no) = (1, 1)",
            breaks: [.oneReceipt], isInControl: true),
        Harm(
            doing: "UPDATE migration_status.attempt SET attempt = 99 WHERE (table_no, chunk_no) = (1, 1)",
            undoing: "UPDATE migration_status.attempt SET attempt = 1 WHERE (table_no, chunk_no) = (1, 1)",
            breaks: [.attempts], isInControl: true),
    ]

    private func finishedMigration(hasOwnControl: Bool) async throws -> TestMigration {
        let control = hasOwnControl ? try await PostgresCluster.shared.database(function: "control()") : nil
        let migration = try await TestMigration(
            source: Visits.sql(rows: 1000), tables: Visits.tables, defaults: "  chunk_rows: 300",
            target: try await PostgresCluster.shared.database(), control: control)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        return migration
    }

    private func broken(_ migration: TestMigration, isPooled: Bool = false) async -> Set<Invariant> {
        await Self.broken { try await oracle(migration, isPooled: isPooled, patience: .seconds(1)) }
    }

    /// The invariants that are violated according to an oracle.
    private static func broken(_ ask: () async throws -> Verdict) async -> Set<Invariant> {
        do {
            return try await ask().broken
        } catch let verdict as Verdict {
            return verdict.broken
        } catch {
            Issue.record("\(error)")
            return []
        }
    }
}
