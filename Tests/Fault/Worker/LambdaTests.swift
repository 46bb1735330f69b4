import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("Workers in AWS Lambda")
struct LambdaTests {
    /// About a second per chunk with slow loading: a trigger waits at ten rows of each.
    private static let settings = """
          threads: 2
          chunk_rows: 1000
          batch_rows: 200
          lambda_timeout_buffer_seconds: 1
        """

    @Test("fault 41: an invocation whose deadline is 3 s away claims nothing", arguments: Layout.allCases)
    func noTime(layout: Layout) async throws {
        let (migration, api) = try await planned(layout)
        let worker = try start(migration, api)
        let answer = try await api.result(time: .seconds(3)).answer()
        #expect(!answer.done)
        #expect(try await answer.remaining == count("ready", migration))
        #expect(try await attempts(migration) == 0)
        #expect(try await api.result().answer().done)
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        try await api.awaited()
        try await oracle(migration)
        try await end(worker)
    }

    @Test("fault 41: a chunk that doesn't fit an invocation is split, or released in time without using an attempt")
    func outOfTime() async throws {
        let (migration, api) = try await planned(.twoDatabases)
        let slow = try await SlowLoading(migration, seconds: 30)
        let worker = try start(migration, api)
        let outcome = try await api.result(time: .seconds(30))
        #expect(try outcome.answer().remaining > 0)
        #expect(outcome.isInTime)
        // The chunk had nearly all of the time, unless the machine was very slow.
        let isSettled = worker.standardError.contains(/chunk (split|released)/)
        #expect(isSettled, "\(worker.standardError)")
        #expect(try await count("claimed", migration) == 0)
        try await slow.end()
        #expect(try await api.result().answer().done)
        #expect(try await attempts(migration) == 1)
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        try await api.awaited()
        try await oracle(migration)
        try await end(worker)
    }

    @Test(
        "fault 41: short invocations, one after another in one process, finish the work", arguments: Layout.allCases)
    func shortInvocations(layout: Layout) async throws {
        let (migration, api) = try await planned(layout)
        _ = try await SlowLoading(migration, seconds: 0.1)
        let worker = try start(migration, api)
        var survivor: Survivor?
        var left: [Int] = []
        // At first there are four seconds for claiming; more after each invocation in which a slow machine copied
        // nothing.
        var time = Duration.seconds(14)
        while left.last != 0, left.count < 20 {
            let answer = try await api.result(time: time).answer()
            #expect(answer.done == (answer.remaining == 0))
            #expect(try await count("claimed", migration) == 0)
            left.append(answer.remaining)
            time = time * 3 / 2
            try await api.awaited()
            // The first invocation has opened everything that a process opens only once.
            if survivor == nil { survivor = try Survivor(worker) }
        }
        #expect(left.count > 1, "one invocation was enough")
        #expect(left.last == 0 && left == left.sorted(by: >=), "\(left)")
        #expect(try await attempts(migration) == 1)
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        try await oracle(migration, survivors: survivor.map { [$0] } ?? [])
        try await end(worker)
    }

    @Test("fault 41: a sandbox frozen between invocations for longer than a lease leaves nothing and keeps working")
    func frozenBetween() async throws {
        let (migration, api) = try await planned(.twoDatabases)
        let slow = try await SlowLoading(migration, seconds: 30)
        let worker = try start(migration, api)
        #expect(try await api.result(time: .seconds(20)).answer().remaining > 0)
        try await api.awaited()
        try await worker.suspend()
        // Everything of it on the servers is gone before the freeze, not only at the end of a lease.
        #expect(try await migration.control.rows("SELECT DISTINCT state FROM migration_status.worker") == ["gone"])
        #expect(try await count("claimed", migration) == 0)
        for database in [migration.control, migration.target] {
            try await eventually("no session is left", within: .seconds(20)) { try await sessions(in: database) == 0 }
        }
        let start = ContinuousClock.now
        try await eventually("a lease would be over") { .now - start > .seconds(40) }
        try await slow.end()
        worker.resume()
        #expect(try await api.result().answer().done)
        #expect(try await attempts(migration) == 1)
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        try await api.awaited()
        try await oracle(migration, logs: [worker.standardError], lostLeases: 0)
        try await end(worker)
    }

    @Test(
        "fault 41: a sandbox frozen during an invocation past its lease commits nothing after that, and keeps working",
        arguments: [FaultPoint.midCopy, .beforeCommit], Layout.allCases)
    func frozenWithin(point: FaultPoint, layout: Layout) async throws {
        let (migration, api) = try await planned(layout)
        let faults = try PlannedFaults((point, "stop@3"))
        let zombie = try start(migration, api, faults)
        let invocation = api.invoke()
        #expect(try await faults.happened(point) == zombie.pid)
        // Meanwhile another function's worker takes over the chunks.
        let others = try FakeRuntimeAPI()
        let other = try start(migration, others)
        #expect(try await others.result().answer().done)
        let lost = try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'", in: migration.control)
        #expect(lost > 0)
        zombie.resume()
        let outcome = try await api.outcome(of: invocation)
        #expect(outcome.errorType == "Snowmelt.Target", "\(outcome)")
        #expect(try outcome.error().message.contains("lease ran out"))
        #expect(try await api.result().answer().done)
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        try await api.awaited()
        try await others.awaited()
        try await oracle(migration, logs: [zombie.standardError, other.standardError], lostLeases: 1)
        for worker in [zombie, other] { try await end(worker) }
    }

    @Test(
        "fault 41: if a process is killed during an invocation, the next one continues",
        arguments: Layout.allCases)
    func killed(layout: Layout) async throws {
        let (migration, api) = try await planned(layout)
        let faults = try PlannedFaults((.midCopy, "kill@3"))
        let victim = try start(migration, api, faults)
        api.invoke()
        #expect(try await faults.happened(.midCopy) == victim.pid)
        #expect(try await victim.ending().code == nil)
        let killing = ContinuousClock.now
        let next = try start(migration, api)
        #expect(try await api.result().answer().done)
        let recovery = Recovery(measured: .now - killing, chunk: .seconds(1))
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        try await api.awaited()
        print("\(layout.rawValue): \(try await oracle(migration, recovery: recovery, logs: [next.standardError]))")
        try await end(next)
    }

    private func planned(
        _ layout: Layout, function: String = #function
    ) async throws -> (migration: TestMigration, api: FakeRuntimeAPI) {
        let migration = try await layout.visits(settings: Self.settings, function: function)
        #expect(try await migration.snowmelt("plan").code == 0)
        return (migration, try FakeRuntimeAPI())
    }

    private func start(
        _ migration: TestMigration, _ api: FakeRuntimeAPI, _ faults: PlannedFaults? = nil
    ) throws -> Program {
        let environment = api.environment.merging(faults?.environment ?? [:]) { one, _ in one }
        return try migration.start("snowmelt-worker", environment: environment)
    }

    /// Ends the process the way Lambda ends a sandbox that it no longer needs.
    private func end(_ worker: Program) async throws {
        worker.signal(SIGTERM)
        let ending = try await worker.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
    }

    private func count(_ state: String, _ migration: TestMigration) async throws -> Int {
        try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state = '\(state)'", in: migration.control)
    }

    private func attempts(_ migration: TestMigration) async throws -> Int {
        try await migration.number("SELECT max(attempt) FROM migration_status.work", in: migration.control)
    }

    private func sessions(in database: TestDatabase) async throws -> Int {
        try await database.rows(
            """
            SELECT pid FROM pg_stat_activity
             WHERE datname = current_database() AND application_name LIKE 'snowmelt%'
            """
        ).count
    }
}
