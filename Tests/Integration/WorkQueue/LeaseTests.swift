import Model
import Postgres
import Statements
import TestKit
import Testing

@testable import WorkQueue

@Suite("Leases, the reaper and source permits")
struct LeaseTests {
    @Test("a heartbeat renews a valid lease, and never revives one that ran out or a worker that is gone")
    func heartbeat() async throws {
        let planned = try await PlannedRun(tables: [1])
        let (living, late, gone) = try await (planned.worker(), planned.worker(), planned.worker())
        #expect(
            try await planned.queue.heartbeat(worker: living, run: nil) == HeartbeatReply(runs: planned.run.id.text))
        #expect(try await planned.queue.heartbeat(worker: living, run: RandomID()) == HeartbeatReply.none)
        try await planned.expire(late)
        try await planned.queue.end(worker: gone, state: .gone)
        for worker in [late, gone, RandomID()] {
            #expect(try await planned.queue.heartbeat(worker: worker, run: nil) == nil)
            #expect(try await planned.queue.heartbeat(worker: worker, run: nil) == nil)
        }
        try await planned.queue.end(worker: gone, state: .draining)
        #expect(
            try await planned.value("SELECT string_agg(state, ',' ORDER BY state) FROM migration_status.worker")
                == "alive,alive,gone")
    }

    @Test("the reaper ends the session that copies for a lost claim, then requeues its chunk")
    func reap() async throws {
        let planned = try await PlannedRun(tables: [2], separateTarget: true)
        let (lost, living) = (try await planned.worker(), try await planned.worker())
        let zombie = try await planned.target.connect()
        let chunk = try await planned.claimed(lost)
        _ = try await planned.claimed(living)
        try await zombie.begin(lock: chunk.token.text)
        let reaper = Reaper(queue: planned.queue, targetOptions: planned.target.options())
        #expect(try await reaper.reap().isEmpty)

        try await planned.expire(lost)
        #expect(try await reaper.reap().map(\.key) == [chunk.key])
        let watcher = try await planned.target.connect()
        try await eventually("the zombie's backend is gone") {
            try await watcher.query(
                Statement(name: "test", text: "SELECT FROM pg_stat_activity WHERE pid = $1::int"),
                [.int(Int(zombie.backendPID))]
            ).isEmpty
        }
        await #expect(throws: PostgresError.self) {
            try await zombie.execute(Statement(name: "test", text: "SELECT 1"))
        }
        #expect(try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 1)) == false)
        let again = try await planned.claimed(living)
        #expect(again.key == chunk.key)
        #expect(again.attempt == 2)
        #expect(try await planned.outcomes() == "lost")
        await reaper.close()
        await watcher.close()
    }

    @Test("sessions that don't copy for the claim aren't ended, whatever locks they hold")
    func strangers() async throws {
        let planned = try await PlannedRun(tables: [2])
        let (lost, living) = (try await planned.worker(), try await planned.worker())
        _ = try await planned.claimed(lost)
        let other = try await planned.claimed(living)
        let (neighbour, stranger) = (try await planned.database.connect(), try await planned.database.connect())
        try await neighbour.begin(lock: other.token.text)
        // A session-level lock with two keys.
        try await stranger.begin()
        try await stranger.execute(Statement(name: "test", text: "SELECT pg_advisory_lock(1, 2)"))
        try await planned.expire(lost)
        let reaper = Reaper(queue: planned.queue, targetOptions: planned.database.options())
        #expect(try await reaper.reap().count == 1)
        for connection in [neighbour, stranger] {
            try await connection.execute(Statement(name: "test", text: "SELECT 1"))
            await connection.close()
        }
        await reaper.close()
    }

    @Test("a session of another role that may not be ended is reported, and its chunk is requeued anyway")
    func otherRole() async throws {
        let planned = try await PlannedRun(tables: [1], separateTarget: true)
        let role = try await planned.target.role(
            password: "secret", grants: [])
        let granted = PostgresIdentifier.quoted(role.name)
        try await planned.target.execute(
            """
            GRANT USAGE ON SCHEMA migration_receipt TO \(granted);
            GRANT SELECT ON ALL TABLES IN SCHEMA migration_receipt TO \(granted);
            """)
        let lost = try await planned.worker()
        let chunk = try await planned.claimed(lost)
        let zombie = try await planned.target.connect()
        try await zombie.begin(lock: chunk.token.text)
        try await planned.expire(lost)
        let reaper = Reaper(
            queue: planned.queue, targetOptions: PostgresOptions(url: role.url, applicationName: "test"))
        #expect(try await reaper.reap().map(\.isSessionLeft) == [true])
        try await zombie.execute(Statement(name: "test", text: "SELECT 1"))
        await reaper.close()
        await zombie.close()
    }

    @Test("reapers at the same time requeue every lost claim once, including those of missing and gone workers")
    func manyReapers() async throws {
        let planned = try await PlannedRun(tables: [60])
        let (late, gone, missing) = try await (planned.worker(), planned.worker(), planned.worker())
        for _ in 0..<20 {
            for worker in [late, gone, missing] { _ = try await planned.claimed(worker) }
        }
        try await planned.expire(late)
        try await planned.queue.end(worker: gone, state: .gone)
        try await planned.control.execute(
            Statement(name: "test", text: "DELETE FROM migration_status.worker WHERE worker_id = $1::uuid"),
            [.text(missing.text)])
        let requeued = try await withThrowingTaskGroup(of: [LostClaim].self) { group in
            for _ in 0..<4 {
                let queue = WorkQueue(
                    database: ControlDatabase(options: planned.database.options()), configIdentity: PlannedRun.config)
                group.addTask { try await Reaper(queue: queue, targetOptions: planned.database.options()).reap() }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(requeued.count == 60)
        #expect(Set(requeued.map(\.key)).count == 60)
        #expect(try await planned.states() == "ready 60")
        #expect(try await planned.value("SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'") == "60")
    }

    @Test("a chunk that loses its worker at its last attempt is failed, with the reason")
    func attemptsUsedUp() async throws {
        let planned = try await PlannedRun(tables: [1], maxAttempts: 2)
        let reaper = Reaper(queue: planned.queue, targetOptions: planned.database.options())
        for expected in ["ready 1", "failed 1"] {
            let worker = try await planned.worker()
            _ = try await planned.claimed(worker)
            try await planned.expire(worker)
            #expect(try await reaper.reap().count == 1)
            #expect(try await planned.states() == expected)
        }
        #expect(
            try await planned.runs.chunks(planned.run.id, state: .failed, table: nil).first?.error?.contains("lease")
                == true)
        await reaper.close()
    }

    @Test("a chunk whose worker died after its commit is done, even at its last attempt")
    func committed() async throws {
        let planned = try await PlannedRun(tables: [1], maxAttempts: 1, separateTarget: true)
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        let target = try await planned.target.connect()
        try await target.execute(
            SQL.insertReceipt,
            [.text(planned.run.id.text), 1, 1, 1, 5, 50, 1, .text(worker.text), "unpinned"])
        try await planned.expire(worker)
        let reaper = Reaper(queue: planned.queue, targetOptions: planned.target.options())
        #expect(try await reaper.reap().isEmpty)
        #expect(try await planned.states() == "done 1")
        #expect(try await planned.runs.chunks(planned.run.id, state: .completed, table: nil).map(\.rows) == [5])
        #expect(try await planned.queue.finish(chunk, CopiedChunk(rows: 5, bytes: 50)) == false)
        await reaper.close()
        await target.close()
    }

    @Test("no more permits than the limit are held while 50 slots acquire and return them")
    func permitLimit() async throws {
        let planned = try await PlannedRun(tables: [1])
        let limit = SourceLimit(source: "warehouse", connections: 5)
        try await planned.queue.preparePermits(limit)
        let worker = try await planned.worker()
        let holders = Holders()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for slot in 1...50 {
                group.addTask {
                    let control = ControlDatabase(options: planned.database.options())
                    let queue = WorkQueue(database: control, configIdentity: PlannedRun.config)
                    var turns = 0
                    try await eventually("slot \(slot) had its turns") {
                        guard try await queue.acquirePermit(limit, worker: worker, slot: slot) else { return false }
                        await holders.enter()
                        await Task.yield()
                        await holders.leave()
                        try await queue.releasePermit(limit, worker: worker, slot: slot)
                        turns += 1
                        return turns == 8
                    }
                    await control.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(await holders.most <= 5)
        #expect(await holders.most > 1)
    }

    @Test("a permit of a worker that is gone or past its lease is free again; a slot that asks twice holds one")
    func permitsOfTheDead() async throws {
        let planned = try await PlannedRun(tables: [1])
        let limit = SourceLimit(source: "warehouse", connections: 2)
        try await planned.queue.preparePermits(limit)
        try await planned.queue.preparePermits(limit)
        let (first, second, third) = try await (planned.worker(), planned.worker(), planned.worker())
        #expect(try await planned.queue.acquirePermit(limit, worker: first, slot: 1))
        #expect(try await planned.queue.acquirePermit(limit, worker: first, slot: 1))
        #expect(try await planned.queue.acquirePermit(limit, worker: second, slot: 1))
        #expect(try await planned.queue.acquirePermit(limit, worker: third, slot: 1) == false)
        try await planned.expire(first)
        #expect(try await planned.queue.acquirePermit(limit, worker: third, slot: 1))
        #expect(try await planned.queue.acquirePermit(limit, worker: third, slot: 2) == false)
        try await planned.queue.end(worker: second, state: .gone)
        #expect(try await planned.queue.acquirePermit(limit, worker: third, slot: 2))
    }
}

/// Counts the holders of a permit.
private actor Holders {
    private var now = 0
    private(set) var most = 0

    func enter() {
        now += 1
        most = max(most, now)
    }

    func leave() { now -= 1 }
}
