import FaultPoints
import TestKit
import Testing

@Suite("Workers with other clocks", .enabled(if: FakeTime.obstacle == nil, "\(FakeTime.obstacle ?? "")"))
struct WorkerClockTests {
    @Test(
        "fault 24: workers whose clocks are an hour off keep working, and the death of one is noticed no later",
        arguments: zip([3600, -3600], Layout.allCases))
    func shifted(seconds: Int, layout: Layout) async throws {
        let migration = try await layout.visits()
        #expect(try await migration.snowmelt("plan").code == 0)
        let faults = try PlannedFaults((.midCopy, "kill@8"))
        let victim = try migration.start(
            "snowmelt-worker", environment: faults.environment, under: [FakeTime.shifted(bySeconds: seconds)])
        #expect(try await faults.happened(.midCopy) == victim.pid)
        let fault = ContinuousClock.now
        let run = try migration.start(
            "snowmelt", "run", "--workers", "0", "--progress", "none", "--log-format", "json")
        // Its clock is two hours from the other worker's, and the coordinator's clock is between the two.
        let successor = try migration.start(
            "snowmelt-worker", "--until-idle", "--log-format", "json",
            under: [FakeTime.shifted(bySeconds: -seconds)])
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        let recovery = Recovery(measured: .now - fault, chunk: .seconds(1))
        let worked = try await successor.ending()
        #expect(worked.code == 0, "\(worked.standardError)")
        let lost = try await migration.control.rows(
            "SELECT DISTINCT worker_id FROM migration_status.attempt WHERE outcome = 'lost'")
        let dead = try await migration.control.rows(
            "SELECT worker_id FROM migration_status.worker WHERE pid = \(victim.pid)")
        #expect(lost == dead)
        try await oracle(
            migration, recovery: recovery, logs: [ending.standardError, worked.standardError], lostLeases: 0)
    }
}
