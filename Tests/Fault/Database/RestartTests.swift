import Glibc
import TestKit
import Testing

@Suite("Databases that are down for a while")
struct RestartTests {
    @Test(
        "fault 14: if the server restarts during the load, the run only takes longer",
        arguments: [PostgresCluster.StopMode.fast, .immediate, .kill])
    func restarts(mode: PostgresCluster.StopMode) async throws {
        let cluster = try await PostgresCluster.start(settings: ["fsync = on"])
        let migration = try await TestMigration(
            source: Visits.sql(rows: 20_000), tables: Visits.tables,
            defaults: "  threads: 2\n  chunk_rows: 1000\n  max_retry_attempts: 3", target: try await cluster.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        try await cluster.stop(mode: mode)
        try await cluster.start()
        try await slow.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await oracle(migration)
    }

    @Test("fault 14: a control database that is down for longer than the leases", arguments: [true, false])
    func longOutage(hasLocalWorkers: Bool) async throws {
        let cluster = try await PostgresCluster.start()
        let migration = try await TestMigration(
            source: Visits.sql(rows: 20_000), tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database(), control: try await cluster.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start(
            "snowmelt", "run", "--workers", hasLocalWorkers ? "2" : "0", "--progress", "none")
        try await eventually("the coordinator leads") {
            try await migration.number(
                "SELECT count(*) FROM migration_status.run WHERE coordinator_until > now()", in: migration.control) == 1
        }
        let worker = hasLocalWorkers ? nil : try migration.start("snowmelt-worker")
        try await slow.copying()
        try await cluster.stop(mode: .immediate)
        let (process, word) = (worker ?? run, hasLocalWorkers ? "waiting for it" : "heartbeat failed")
        try await eventually("the outage is noticed") { process.standardError.contains(word) }
        // Longer than the lease, so that no worker may keep its chunks.
        try await Task.sleep(for: .seconds(35))
        try await cluster.start()
        try await slow.end()
        let replacement = hasLocalWorkers ? nil : try migration.start("snowmelt-worker")
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        if let replacement {
            replacement.signal(SIGTERM)
            #expect(try await replacement.ending().code == 0)
        }
        try await oracle(migration)
    }
}
