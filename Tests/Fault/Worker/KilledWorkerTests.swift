import FaultPoints
import TestKit
import Testing

@Suite("Workers killed with -9")
struct KilledWorkerTests {
    @Test(
        "faults 1 to 7: at any point of a chunk, another worker copies it again or finds it done",
        arguments: [
            FaultPoint.afterClaim, .midFetch, .midCopy, .afterCopy, .beforeCommit, .afterCommit, .afterFinish,
        ], Layout.allCases)
    func killed(point: FaultPoint, layout: Layout) async throws {
        let migration = try await layout.visits()
        #expect(try await migration.snowmelt("plan").code == 0)
        let faults = try PlannedFaults((point, "kill@3"))
        let victim = try migration.start("snowmelt-worker", environment: faults.environment)
        #expect(try await faults.happened(point) == victim.pid)
        let start = ContinuousClock.now
        let run = try await migration.snowmelt("run", "--workers", "1")
        let recovery = Recovery(measured: .now - start, chunk: .seconds(3))
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await victim.ending().code == nil)
        print("\(point.rawValue), \(layout.rawValue): \(try await oracle(migration, recovery: recovery))")
        let lost = try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'", in: migration.control)
        // The chunks of both slots; one of them may have been committed before the kill.
        #expect(lost <= 2)
        if point != .afterCommit, point != .afterFinish { #expect(lost >= 1) }
    }
}
