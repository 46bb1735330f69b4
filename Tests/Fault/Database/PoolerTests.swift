import TestKit
import Testing

@Suite("A pooler in between", .enabled(if: PgBouncer.obstacle == nil, "\(PgBouncer.obstacle ?? "")"))
struct PoolerTests {
    @Test(
        "fault 34: if a pooler in transaction mode is restarted or killed during a COPY, the run only takes longer",
        arguments: [PgBouncer.StopMode.fast, .kill], Layout.allCases)
    func restarted(mode: PgBouncer.StopMode, layout: Layout) async throws {
        let cluster = try await PostgresCluster.shared
        let target = try await cluster.database()
        let control = layout == .oneDatabase ? nil : try await cluster.database(function: "control_of_pooled")
        // Fewer server connections than the programs open, so several programs' transactions share one.
        let bouncer = try await PgBouncer.start(for: cluster, poolSize: 6)
        let migration = try await TestMigration(
            source: Visits.sql(rows: 10_000), tables: Visits.tables,
            defaults: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200", target: target, control: control,
            targetURL: bouncer.url(of: target), controlURL: control.map { bouncer.url(of: $0) })
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        try await bouncer.stop(mode: mode)
        try await slow.end()
        try await bouncer.start()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        let broken = try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome IN ('retried', 'lost')", in: migration.control)
        #expect(broken > 0)
        try await oracle(migration, isPooled: true)
        try await bouncer.stop()
    }
}
