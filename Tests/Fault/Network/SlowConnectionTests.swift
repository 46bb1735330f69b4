import TestKit
import Testing

@Suite("Connections that become silent or slow")
struct SlowConnectionTests {
    @Test(
        "fault 16: silent connections to the target are given up, and their sessions are ended",
        arguments: Layout.allCases)
    func silentTarget(layout: Layout) async throws {
        let visits = try await ProxiedVisits(
            layout,
            settings: """
                  threads: 2
                  chunk_rows: 1000
                  batch_rows: 200
                  max_retry_attempts: 10
                  stall_timeout_seconds: 5
                """)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(visits.migration)
        let run = try visits.migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        visits.harm(ProxiedVisits.worker, at: visits.toTarget)
        try await eventually("a connection is silent") { visits.toTarget.strikes > 0 }
        let start = ContinuousClock.now
        try await slow.end()
        let ending = try await run.ending(within: .seconds(180))
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardError.contains("no row moved"), "\(ending.standardError)")
        // No worker had to end because of it.
        #expect(!ending.standardError.contains("driver doesn't return"), "\(ending.standardError)")
        // The stall timeout, two waits for an answer to a cancel, a connection timeout, the retry's delay, and the work
        // itself.
        let recovery = Recovery(measured: .now - start, allowed: .seconds(5 + 10 + 5 + 3) + .seconds(60))
        // The proxy keeps the idle sessions open.
        print(try await oracle(visits.migration, recovery: recovery, isPooled: true))
    }

    @Test(
        "fault 16: silent connections to the control database are replaced after their deadline",
        arguments: Layout.allCases)
    func silentControl(layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(visits.migration)
        let run = try visits.migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await slow.copying()
        visits.harm(ProxiedVisits.worker, at: visits.toControl)
        visits.harm(ProxiedVisits.coordinator, at: visits.toControl)
        try await eventually("a connection is silent") { visits.toControl.strikes > 0 }
        let start = ContinuousClock.now
        try await slow.end()
        let ending = try await run.ending(within: .seconds(180))
        #expect(ending.code == 0, "\(ending.standardError)")
        // A statement of the coordinator may take 60 s, and another 5 s to react to a cancel. Then the coordinator
        // retries.
        let recovery = Recovery(measured: .now - start, allowed: .seconds(60 + 5 + 5) + .seconds(60))
        print(try await oracle(visits.migration, recovery: recovery, isPooled: true))
    }

    @Test("fault 18: with 300 ms ± 200 delay in both directions, the run only takes longer", arguments: Layout.allCases)
    func delay(layout: Layout) async throws {
        let visits = try await ProxiedVisits(
            layout, rows: 1_000, settings: "  threads: 2\n  chunk_rows: 250\n  max_retry_attempts: 10",
            tables: "  - source: main.visits\n    target: analytics_dev.visits")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        for proxy in [visits.toTarget, visits.toControl] {
            proxy.inject(.delay(.milliseconds(300), jitter: .milliseconds(200)))
        }
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toTarget.strikes > 0 && visits.toControl.strikes > 0)
        #expect(try await visits.mostAttempts == 1)
        print(try await oracle(visits.migration))
    }
}
