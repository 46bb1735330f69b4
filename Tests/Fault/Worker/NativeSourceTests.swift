import FaultPoints
import TestKit
import Testing

@Suite("A PostgreSQL source read by COPY, and workers killed with -9")
struct NativeSourceTests {
    @Test(
        "the rows of a pinned snapshot are there once, though the source went on",
        arguments: [FaultPoint.midFetch, .midCopy, .beforeCommit], ["", ", columns: {note: {type: varchar(40)}}"])
    func killed(point: FaultPoint, rules: String) async throws {
        let origin = try await TestSource.postgres().native
        try await origin.run(
            """
            CREATE TABLE visits AS SELECT i * 3 AS id, i % 50 AS agent, CASE WHEN i % 7 > 0 THEN 'visit ' || i END AS note
              FROM generate_series(1, 20000) i;
            CREATE TABLE saved AS SELECT * FROM visits
            """)
        let migration = try TestMigration(
            from: origin, tables: "  - {source: public.visits, target: moved.visits\(rules)}",
            defaults: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200",
            target: try await PostgresCluster.shared.database())
        let coordinator = try migration.start("snowmelt", "run", "--workers", "0", "--progress", "none")
        try await eventually("the run is planned") {
            guard try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'work'") > 0 else {
                return false
            }
            return try await migration.number("SELECT count(*) FROM migration_status.work") > 0
        }
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
}
