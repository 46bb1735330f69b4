import Model
import Postgres
import TestKit
import Testing

@testable import WorkQueue

@Suite("The circuit breaker of a source")
struct BreakerTests {
    private static let breaker = SourceBreaker(source: "a source", threshold: 3, rest: .seconds(30))

    @Test("opens at the threshold, whichever worker fails, stops claims, and appears in the run's status")
    func opens() async throws {
        let planned = try await prepared()
        let (one, other) = (try await planned.worker(), try await planned.worker())
        for (count, worker) in [(1, one), (2, other)] {
            let failure = try await fail(planned, worker)
            #expect(failure == .init(count: count, isBarred: false, opensFor: nil))
        }
        #expect(try await state(planned) == .closed)
        #expect(try await planned.runs.status(planned.run.id).breaker == nil)
        _ = try await planned.claimed(one)

        let last = try await fail(planned, one)
        #expect(last.count == 3 && last.isBarred)
        #expect(abs(try #require(last.opensFor).inSeconds - 30) < 1)
        let later = try await fail(planned, other)
        #expect(later == .init(count: 4, isBarred: true, opensFor: nil))
        #expect(try await state(planned) == .open)
        #expect(try await planned.claim(one) == nil)
        let shown = try #require(try await planned.runs.status(planned.run.id).breaker)
        #expect(shown.state == .open && shown.failures == 4 && shown.error == "down")
        #expect(try #require(shown.restSeconds) > 0)
    }

    @Test("a source's breaker doesn't affect runs of other sources")
    func others() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        let elsewhere = SourceBreaker(source: "another source", threshold: 2, rest: .seconds(30))
        try await planned.queue.prepareBreaker(elsewhere)
        for _ in 1...2 {
            _ = try await planned.queue.sourceFailed(elsewhere, worker: worker, slot: 1, error: "down")
        }
        #expect(try await planned.queue.breakerState(elsewhere, worker: worker, slot: 1) == .open)
        _ = try await planned.claimed(worker)
    }

    @Test("failures at the same time all count, and one of them opens the breaker")
    func atOnce() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        let failures = try await together(20, planned) { queue, slot in
            try await queue.sourceFailed(Self.breaker, worker: worker, slot: slot, error: "down")
        }
        #expect(failures.count { $0.opensFor != nil } == 1)
        #expect(failures.map(\.count).sorted() == Array(1...20))
        #expect(failures.count { !$0.isBarred } == 2)
    }

    @Test("after its rest one slot tries the source; a failure doubles the rest, a success closes the breaker")
    func probe() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        try await open(planned, worker)
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: worker, slot: 1) == false)
        try await endRest(planned)
        #expect(try await state(planned) == .due)
        let taken = try await together(20, planned) { queue, slot in
            (slot, try await queue.takeProbe(Self.breaker, worker: worker, slot: slot))
        }
        let takers = taken.filter(\.1).map(\.0)
        #expect(takers.count == 1)
        let prober = try #require(takers.first)
        #expect(try await state(planned) == .open)
        #expect(try await planned.claim(worker) == nil)
        #expect(try await planned.runs.status(planned.run.id).breaker?.state == .halfOpen)

        let straggler = try await planned.queue.sourceFailed(Self.breaker, worker: worker, slot: 99, error: "late")
        #expect(straggler.opensFor == nil && straggler.isBarred)
        let failed = try await planned.queue.sourceFailed(Self.breaker, worker: worker, slot: prober, error: "down")
        #expect(abs(try #require(failed.opensFor).inSeconds - 60) < 1)

        try await endRest(planned)
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: worker, slot: 7))
        #expect(try await planned.queue.beginTrial(Self.breaker, worker: worker, slot: 8) == false)
        #expect(try await planned.queue.beginTrial(Self.breaker, worker: worker, slot: 7))
        #expect(try await planned.queue.beginTrial(Self.breaker, worker: worker, slot: 7) == false)
        #expect(try await planned.queue.breakerState(Self.breaker, worker: worker, slot: 7) == .closed)
        _ = try await planned.claimed(worker)
    }

    @Test("a login alone doesn't close the breaker: others wait until a chunk is copied, and a failure opens it again")
    func trial() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        func onTrial() async throws {
            try await endRest(planned)
            #expect(try await planned.queue.takeProbe(Self.breaker, worker: worker, slot: 7))
            #expect(try await planned.queue.beginTrial(Self.breaker, worker: worker, slot: 7))
        }
        try await open(planned, worker)
        try await onTrial()
        #expect(try await planned.queue.breakerState(Self.breaker, worker: worker, slot: 8) == .open)
        #expect(try await planned.runs.status(planned.run.id).breaker?.state == .halfOpen)
        let straggler = try await planned.queue.sourceFailed(Self.breaker, worker: worker, slot: 8, error: "late")
        #expect(straggler == .init(count: 1, isBarred: false, opensFor: nil))
        let failed = try await planned.queue.sourceFailed(Self.breaker, worker: worker, slot: 7, error: "down")
        #expect(abs(try #require(failed.opensFor).inSeconds - 60) < 1)

        try await onTrial()
        let chunk = try await planned.claimed(worker)
        let copied = CopiedChunk(rows: 1, bytes: 8)
        #expect(try await planned.queue.finish(chunk, copied, clearing: Self.breaker))
        #expect(try await state(planned) == .closed)
        #expect(try await planned.runs.status(planned.run.id).breaker == nil)
        // Closed once only.
        let next = try await planned.claimed(worker)
        #expect(try await planned.queue.finish(next, copied, clearing: Self.breaker) == false)
    }

    @Test("a trial is over if its slot takes too long or its worker is gone")
    func lostTrial() async throws {
        let planned = try await prepared()
        let (first, second) = (try await planned.worker(), try await planned.worker())
        try await open(planned, first)
        try await endRest(planned)
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: first, slot: 1))
        #expect(try await planned.queue.beginTrial(Self.breaker, worker: first, slot: 1))
        #expect(try await planned.queue.breakerState(Self.breaker, worker: second, slot: 1) == .open)
        try await planned.expire(first)
        #expect(try await planned.queue.breakerState(Self.breaker, worker: second, slot: 1) == .closed)
    }

    @Test("a refused login is shown with its hint, opens nothing, and is forgotten by the next worker or chunk")
    func refusedLogin() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        func shown() async throws -> BreakerStatus? { try await planned.runs.status(planned.run.id).breaker }
        for _ in 1...Self.breaker.threshold {
            try await planned.queue.loginRefused(
                by: Self.breaker.source, worker: worker, slot: 1, error: "expired; new token")
        }
        #expect(try await state(planned) == .closed)
        #expect(try await shown()?.state == .refused)
        #expect(try await shown()?.error == "login refused: expired; new token")
        let chunk = try await planned.claimed(worker)
        #expect(
            try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 8), clearing: Self.breaker) == false)
        #expect(try await shown() == nil)
        try await planned.queue.loginRefused(by: Self.breaker.source, worker: worker, slot: 1, error: "expired")
        try await planned.queue.prepareBreaker(Self.breaker)
        #expect(try await shown() == nil)
    }

    @Test("a new worker may try a source at once that rests, and a probe whose login is refused leaves no rest")
    func newWorker() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        try await open(planned, worker)
        #expect(try await state(planned) == .open)
        try await planned.queue.prepareBreaker(Self.breaker)
        #expect(try await state(planned) == .due)
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: worker, slot: 1))
        try await planned.queue.loginRefused(by: Self.breaker.source, worker: worker, slot: 1, error: "expired")
        #expect(try await state(planned) == .due)
    }

    @Test("rests grow until a chunk is copied, up to ten minutes")
    func rests() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        var rests: [Int] = []
        for _ in 1...7 {
            rests.append(try await open(planned, worker))
            try await endRest(planned)
            #expect(try await planned.queue.takeProbe(Self.breaker, worker: worker, slot: 1))
            #expect(try await planned.queue.beginTrial(Self.breaker, worker: worker, slot: 1))
        }
        #expect(rests == [30, 60, 120, 240, 480, 600, 600])
        try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 8), clearing: Self.breaker)
        #expect(try await open(planned, worker) == 30)
    }

    @Test("a chunk that is copied between failures resets their count")
    func consecutive() async throws {
        let planned = try await prepared()
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        for _ in 1...4 {
            #expect(try await !fail(planned, worker).isBarred)
            #expect(try await !fail(planned, worker).isBarred)
            try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 8), clearing: Self.breaker)
        }
    }

    @Test("a source is tried again if the worker that tried it is gone")
    func lostProbe() async throws {
        let planned = try await prepared()
        let (first, second) = (try await planned.worker(), try await planned.worker())
        try await open(planned, first)
        try await endRest(planned)
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: first, slot: 1))
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: second, slot: 1) == false)
        try await planned.expire(first)
        #expect(try await state(planned) == .due)
        #expect(try await planned.queue.takeProbe(Self.breaker, worker: second, slot: 1))
        #expect(try await planned.queue.beginTrial(Self.breaker, worker: first, slot: 1) == false)
        #expect(try await planned.queue.beginTrial(Self.breaker, worker: second, slot: 1))
    }

    @Test("a chunk can be given back without using an attempt at most ten times")
    func givesBack() async throws {
        let planned = try await PlannedRun(tables: [2])
        let worker = try await planned.worker()
        for _ in 1...10 {
            let (chunk, other) = (try await planned.claimed(worker), try await planned.claimed(worker))
            #expect(chunk.attempt == 1 && other.attempt == 1)
            #expect(try await planned.queue.giveBack(chunk, error: "source: down"))
            #expect(try await planned.queue.giveBack(chunk, error: "source: down") == false)
            try await planned.queue.release(worker: worker, token: other.token)
        }
        #expect(try await planned.states() == "ready 2")
        let errors = try await planned.value(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'released' AND error = 'source: down'")
        #expect(errors == "10")
        // The chunks took turns, because a chunk that is given back goes to the back of the queue.
        let counts = try await planned.value(
            """
            SELECT string_agg(n::text, ' ' ORDER BY chunk_no)
              FROM (SELECT chunk_no, count(error) AS n FROM migration_status.attempt GROUP BY chunk_no) c
            """)
        #expect(counts == "5 5")
        var limit = 0
        while let chunk = try await planned.claim(worker), try await planned.queue.giveBack(chunk, error: "down") {
            limit += 1
        }
        #expect(limit == 10)
        #expect(try await planned.states() == "claimed 1, ready 1")
    }

    // MARK: - Parts

    private func prepared(function: String = #function) async throws -> PlannedRun {
        let planned = try await PlannedRun(tables: [5], function: function)
        // Called twice, as by several workers.
        try await planned.queue.prepareBreaker(Self.breaker)
        try await planned.queue.prepareBreaker(Self.breaker)
        return planned
    }

    /// The state for a slot that neither probes the source nor has it on trial.
    private func state(_ planned: PlannedRun) async throws -> SourceBreaker.State {
        try await planned.queue.breakerState(Self.breaker, worker: RandomID(), slot: 1)
    }

    private func fail(_ planned: PlannedRun, _ worker: RandomID) async throws -> SourceBreaker.Failure {
        try await planned.queue.sourceFailed(Self.breaker, worker: worker, slot: 1, error: "down")
    }

    /// Lets the source fail until its breaker opens, and returns for how many seconds it is open.
    @discardableResult
    private func open(_ planned: PlannedRun, _ worker: RandomID) async throws -> Int {
        for _ in 1...Self.breaker.threshold {
            if let rest = try await fail(planned, worker).opensFor { return Int(rest.inSeconds.rounded()) }
        }
        throw TestKitError("the breaker stays closed")
    }

    private func endRest(_ planned: PlannedRun) async throws {
        try await planned.database.execute(
            "UPDATE migration_status.source_breaker SET rest_until = clock_timestamp()")
    }

    /// Runs `body` for all slots at the same time, each on a connection of its own.
    private func together<Answer: Sendable>(
        _ count: Int, _ planned: PlannedRun, _ body: @escaping @Sendable (WorkQueue, Int) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for slot in 1...count {
                group.addTask {
                    let control = ControlDatabase(options: planned.database.options())
                    let queue = WorkQueue(database: control, configIdentity: PlannedRun.config)
                    let answer = try await body(queue, slot)
                    await control.close()
                    return answer
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
