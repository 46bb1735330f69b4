import Glibc
import TestKit
import Testing

@Suite("Chaos")
struct ChaosTests {
    @Test("fault 8: processes killed at random, every 0.2 to 2 seconds", arguments: Layout.allCases)
    func chaos(layout: Layout) async throws {
        var random = Seeded()
        print("chaos: SNOWMELT_SEED=\(random.seed) replays it")
        let migration = try await layout.visits(
            rows: 100_000, settings: "  threads: 2\n  chunk_rows: 500\n  batch_rows: 100\n  max_retry_attempts: 100")
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 0.2)

        var coordinator = try startCoordinator(migration)
        var workers = try (0..<3).map { _ in try migration.start("snowmelt-worker") }
        var kills = 0
        let end = ContinuousClock.now + (isLong ? .seconds(60) : .seconds(15))
        while ContinuousClock.now < end {
            try await Task.sleep(for: .seconds(Double.random(in: 0.2...2, using: &random)))
            let victim = Int.random(in: 0...workers.count, using: &random)
            if victim == workers.count {
                coordinator.signal(SIGKILL)
                _ = try await coordinator.ending()
                coordinator = try startCoordinator(migration)
            } else {
                workers[victim].signal(SIGKILL)
                _ = try await workers[victim].ending()
                workers[victim] = try migration.start("snowmelt-worker")
            }
            kills += 1
        }
        print("chaos: \(kills) processes killed; now they are left alone")
        try await slow.end()
        try await eventually("a coordinator finishes the run") {
            let ending = try await coordinator.ending()
            if ending.code == 7 { coordinator = try startCoordinator(migration) }
            return ending.code == 0
        }
        for worker in workers { worker.signal(SIGTERM) }
        for worker in workers { #expect(try await worker.ending().code == 0) }
        print("chaos: \(try await oracle(migration))")
    }

    private func startCoordinator(_ migration: TestMigration) throws -> Program {
        try migration.start("snowmelt", "run", "--workers", "0", "--progress", "none")
    }
}
