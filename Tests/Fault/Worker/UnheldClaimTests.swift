import FaultPoints
import TestKit
import Testing

@Suite("Claims that a worker's slots have lost track of")
struct UnheldClaimTests {
    @Test("a claim that is made while the worker looks for unheld ones isn't requeued", arguments: Layout.allCases)
    func meanwhile(layout: Layout) async throws {
        let migration = try await layout.visits(rows: 30_000)
        #expect(try await migration.snowmelt("plan").code == 0)
        // Chunks of two seconds: many are claimed while the reaper is paused between its query and the requeue.
        let slow = try await SlowLoading(migration, seconds: 0.2)
        let faults = try PlannedFaults((.beforeRequeue, "delay:3*"))
        let worker = try migration.start("snowmelt-worker", "--until-idle", environment: faults.environment)
        _ = try await faults.happened(.beforeRequeue)
        let ending = try await worker.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await slow.end()
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        let lost = try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'", in: migration.control)
        #expect(lost == 0)
        try await oracle(migration)
    }
}
