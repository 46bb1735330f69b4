import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("Coordinators that die or run at the same time")
struct CoordinatorTests {
    @Test("fault 27: of two coordinators that plan at the same time, only one does")
    func twoPlan() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 2_000)
        let faults = try PlannedFaults((.midPlan, "delay:3"))
        let one = try migration.start("snowmelt", "run", "--progress", "none", environment: faults.environment)
        let other = try migration.start("snowmelt", "run", "--progress", "none", environment: faults.environment)
        let endings = [try await one.ending(), try await other.ending()]
        #expect(Set(endings.map(\.code)) == [0, 7], "\(endings)")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run", in: migration.control) == 1)
        try await oracle(migration)
    }

    @Test(
        "fault 28: after a coordinator was killed while planning or publishing, a successor continues",
        arguments: [FaultPoint.midPlan, .afterPlan, .afterReconcile, .beforeSwap, .afterSwap], Layout.allCases)
    func killed(point: FaultPoint, layout: Layout) async throws {
        try await killed(at: point, try await layout.visits(rows: 5_000))
    }

    @Test(
        "fault 28, unlogged: after a coordinator was killed around making a table logged, a successor continues",
        arguments: [FaultPoint.midPlan, .afterReconcile, .afterLogging, .beforeSwap], Layout.allCases)
    func killedUnlogged(point: FaultPoint, layout: Layout) async throws {
        let settings = "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200\n  unlogged: true"
        try await killed(at: point, try await layout.visits(rows: 5_000, settings: settings))
    }

    private func killed(at point: FaultPoint, _ migration: TestMigration) async throws {
        let faults = try PlannedFaults((point, "kill"))
        let victim = try migration.start(
            "snowmelt", "run", "--workers", "0", "--progress", "none", environment: faults.environment)
        try await eventually("there is a run to work for") {
            let hasSchema = try await migration.number(
                "SELECT count(*) FROM pg_class WHERE relname = 'run_table'", in: migration.control)
            return hasSchema > 0 || !victim.isRunning
        }
        let worker = try migration.start("snowmelt-worker")
        #expect(try await faults.happened(point) == victim.pid)
        #expect(try await victim.ending().code == nil)
        var ending: Program.Ending?
        try await eventually("the lead lapses and a successor finishes the run") {
            ending = try await migration.snowmelt("run", "--workers", "0", "--progress", "none")
            return ending?.code != 7
        }
        #expect(ending?.code == 0, "\(ending?.standardError ?? "")")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run", in: migration.control) == 1)
        worker.signal(SIGTERM)
        #expect(try await worker.ending().code == 0)
        try await oracle(migration)
    }

    @Test(
        "fault 28: a successor completes a run killed right after a swap, even if another run owns the table since",
        arguments: Layout.allCases)
    func takenSince(layout: Layout) async throws {
        let table = "  - {source: main.visits, target: analytics_dev.visits"
        let migration = try await layout.visits(rows: 3_000, tables: "\(table)}")
        let other = try TestMigration(
            from: migration.origin,
            tables: "  - {query: SELECT * FROM main.visits, target: analytics_dev.visits}", target: migration.target,
            control: layout == .oneDatabase ? nil : migration.control)
        let faults = try PlannedFaults((.afterSwap, "kill"))
        let victim = try await migration.snowmelt("run", "--progress", "none", environment: faults.environment)
        #expect(victim.code == nil)
        let between = try await other.snowmelt("run", "--progress", "none")
        #expect(between.code == 0, "\(between.standardError)")
        var ending: Program.Ending?
        try await eventually("the lead lapses and a successor finishes the run") {
            ending = try await migration.snowmelt("run", "--progress", "none")
            return ending?.code != 7
        }
        #expect(ending?.code == 0, "\(ending?.standardError ?? "")")
        #expect(try await Visits.areEqual(migration))
        let open = try await migration.number(
            "SELECT count(*) FROM migration_status.run WHERE state <> 'completed'", in: migration.control)
        #expect(open == 0)
    }

    @Test("fault 29: a zombie of a cancelled run commits nothing into the next one's table")
    func zombies() async throws {
        let migration = try await Layout.twoDatabases.visits(
            tables: """
                  - source: main.visits
                    target: analytics_dev.visits
                    mode: append
                """)
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev;
            CREATE TABLE analytics_dev.visits (visit_id bigint, agent_id int, visited date, amount numeric, note text)
            """)
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        let faults = try PlannedFaults((.beforeCommit, "stop"))
        let zombie = try migration.start("snowmelt-worker", environment: faults.environment)
        #expect(try await faults.happened(.beforeCommit) == zombie.pid)
        let cancelled = try await migration.snowmelt("cancel", "first")
        #expect(cancelled.code == 0, "\(cancelled.standardError)")
        try await migration.target.execute("TRUNCATE analytics_dev.visits")
        #expect(try await migration.snowmelt("plan", "--name", "second").code == 0)
        zombie.signal(SIGCONT)
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
        zombie.signal(SIGTERM)
        _ = try await zombie.ending()
        #expect(try await Visits.areEqual(migration))
        let receipts = try await migration.number(
            """
            SELECT sum(r.rows) FROM migration_receipt.receipt r
              JOIN migration_receipt.table_fence f ON f.run_id = r.run_id
            """)
        #expect(receipts == 20_000)
    }
}
