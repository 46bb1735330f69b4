import Model
import Postgres
import Receipts
import Statements
import TestKit
import Testing
import WorkQueue

/// Two sessions with one statement each; the second is sent while the first's transaction is open.
@Suite("Concurrent statements")
struct InterleavingTests {
    @Test("claim and claim: each takes another chunk, without waiting")
    func claimMeetsClaim() async throws {
        let planned = try await PlannedRun(tables: [2])
        let (first, second) = try await (planned.worker(), planned.worker())
        let slow = try await planned.database.connect()
        try await slow.begin()
        #expect(try await slow.query(SQL.claimChunk, claim(planned, first)).first?.int("chunk_no") == 1)
        #expect(try await planned.claimed(second).key.chunkNumber == 2)
        #expect(try await planned.claim(second) == nil)
        try await slow.commit()
        #expect(try await owners(planned) == [first.text, second.text])
        await slow.close()
    }

    @Test("claim and cancel: a claim that the cancel didn't see can't leave a receipt, and is released")
    func claimMeetsCancel() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await takeFence(planned)
        let worker = try await planned.worker()
        let slow = try await planned.database.connect()
        try await slow.begin()
        let token = RandomID()
        #expect(try await slow.query(SQL.claimChunk, claim(planned, worker, token)).count == 1)
        #expect(try await planned.runs.cancel(planned.run.id))
        #expect(try await planned.control.query(SQL.claimedTokens, [.text(planned.run.id.text)]).isEmpty)
        try await planned.control.execute(SQL.releaseFence, ["public", "visits1", .text(planned.run.id.text)])
        try await slow.commit()
        #expect(try await planned.states() == "claimed 1")
        #expect(try await slow.query(SQL.holdFence, ["public", "visits1", .text(planned.run.id.text), 1]).isEmpty)
        #expect(try await planned.queue.release(worker: worker, token: token))
        #expect(try await planned.claim(worker) == nil)
        await slow.close()
    }

    @Test("finish and reap: the first one decides, and the chunk is done or ready", arguments: [true, false])
    func finishMeetsReap(finishFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        try await planned.expire(worker)
        let lost = try #require(try await planned.queue.lostClaims().first)
        let finish: (Statement, [PostgresValue]) = (
            SQL.finishChunk, chunk.key.parameters + [.text(chunk.token.text), 1, 8, 0, 0, 0]
        )
        let reap: (Statement, [PostgresValue]) = (
            SQL.requeueLostClaim, lost.key.parameters + [.text(lost.token.text)]
        )
        let counts = try await planned.meet(finishFirst ? finish : reap, finishFirst ? reap : finish)
        #expect(counts == [1, 0])
        #expect(try await planned.states() == (finishFirst ? "done 1" : "ready 1"))
        #expect(try await planned.outcomes() == (finishFirst ? "done" : "lost"))
    }

    @Test("release and reap: the chunk is ready once, whichever comes first", arguments: [true, false])
    func releaseMeetsReap(releaseFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        try await planned.expire(worker)
        let release: (Statement, [PostgresValue]) = (
            SQL.releaseChunk, [.text(worker.text), .text(chunk.token.text), "released", .null]
        )
        let reap: (Statement, [PostgresValue]) = (
            SQL.requeueLostClaim, chunk.key.parameters + [.text(chunk.token.text)]
        )
        let counts = try await planned.meet(releaseFirst ? release : reap, releaseFirst ? reap : release)
        #expect(counts == [1, 0])
        #expect(try await planned.claimed(planned.worker()).attempt == (releaseFirst ? 1 : 2))
        #expect(try await planned.outcomes() == (releaseFirst ? "released" : "lost"))
    }

    @Test("retry and reap: one of them requeues, and the attempt is recorded once", arguments: [true, false])
    func retryMeetsReap(retryFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        try await planned.expire(worker)
        let retry: (Statement, [PostgresValue]) = (
            SQL.retryChunk, [.text(worker.text), .text(chunk.token.text), false, .double(0), "error"]
        )
        let reap: (Statement, [PostgresValue]) = (
            SQL.requeueLostClaim, chunk.key.parameters + [.text(chunk.token.text)]
        )
        #expect(try await planned.meet(retryFirst ? retry : reap, retryFirst ? reap : retry) == [1, 0])
        #expect(try await planned.states() == "ready 1")
        #expect(try await planned.outcomes() == (retryFirst ? "retried" : "lost"))
    }

    @Test("renew and reap: a lease that runs out while it is renewed costs at most the claim, which has one owner")
    func renewMeetsReap() async throws {
        let planned = try await PlannedRun(tables: [1])
        let (worker, other) = try await (planned.worker(), planned.worker())
        let chunk = try await planned.claimed(worker)
        let beating = try await planned.database.connect()
        try await planned.control.execute(
            Statement(
                name: "test",
                text: "UPDATE migration_status.worker SET lease_until = clock_timestamp() + interval '5 s' "
                    + "WHERE worker_id = $1::uuid"), [.text(worker.text)])
        try await beating.begin()
        #expect(try await beating.query(SQL.heartbeat, [.text(worker.text), .double(30), .null]).count == 1)
        try await eventually("the old lease is over") { try await !planned.queue.lostClaims().isEmpty }
        let lost = try #require(try await planned.queue.lostClaims().first)
        #expect(try await planned.queue.requeue(lost))
        try await beating.commit()
        let again = try await planned.claimed(other)
        #expect(again.key == chunk.key)
        #expect(try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 1)) == false)
        #expect(try await planned.queue.release(worker: worker, token: chunk.token) == false)
        #expect(try await owners(planned) == [other.text])
        #expect(try await planned.queue.finish(again, CopiedChunk(rows: 1, bytes: 1)))
        await beating.close()
    }

    @Test("permit and permit: a permit taken between another slot's read and its lock isn't taken twice")
    func permitMeetsPermit() async throws {
        let planned = try await PlannedRun(tables: [1])
        let limit = SourceLimit(source: "warehouse", connections: 1)
        try await planned.queue.preparePermits(limit)
        let (first, second) = try await (planned.worker(), planned.worker())
        let (gate, slow) = (try await planned.database.connect(), try await planned.database.connect())
        try await gate.begin()
        try await gate.execute(Statement(name: "test", text: "SELECT pg_advisory_xact_lock(1)"))
        // The same statement, changed to wait after it has taken its snapshot and before it locks a row.
        var waiting = SQL.acquireSourcePermit
        waiting.text = waiting.text.replacing(
            "p.permit_no <= $2::int", with: "p.permit_no <= $2::int AND pg_advisory_xact_lock(1)::text = ''")
        #expect(waiting.text != SQL.acquireSourcePermit.text)
        let statement = waiting
        async let late = slow.query(statement, ["warehouse", 1, .text(second.text), 1])
        try await planned.waits(slow)
        #expect(try await planned.queue.acquirePermit(limit, worker: first, slot: 1))
        try await gate.commit()
        #expect(try await late.isEmpty)
        #expect(try await planned.value("SELECT worker_id FROM migration_status.source_permit") == first.text)
        await gate.close()
        await slow.close()
    }

    @Test("receipt and receipt: of two attempts at a chunk one commits, and the other's rows are rolled back")
    func receiptMeetsReceipt() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await takeFence(planned)
        try await planned.database.execute("CREATE TABLE visits1 (id bigint)")
        let (first, second) = (try await planned.database.connect(), try await planned.database.connect())
        for (connection, attempt) in [(first, 1), (second, 2)] {
            try await connection.begin()
            try await connection.execute(
                Statement(name: "test", text: "INSERT INTO visits1 VALUES ($1::bigint)"), [.int(attempt)])
            #expect(
                try await connection.query(SQL.holdFence, ["public", "visits1", .text(planned.run.id.text), 1]).count
                    == 1)
        }
        try await first.execute(SQL.insertReceipt, receipt(planned, attempt: 1))
        async let late = second.execute(SQL.insertReceipt, receipt(planned, attempt: 2))
        try await planned.waits(second)
        try await first.commit()
        do {
            _ = try await late
            Issue.record("two receipts of one chunk")
        } catch let error as PostgresError {
            #expect(error.sqlState == "23505")
            #expect(error.statement == SQL.insertReceipt.name)
        }
        await #expect(throws: PostgresError.self) { try await second.commit() }
        #expect(try await planned.value("SELECT string_agg(id::text, ',') FROM visits1") == "1")
        #expect(try await planned.value("SELECT string_agg(attempt::text, ',') FROM migration_receipt.receipt") == "1")
        await first.close()
        await second.close()
    }

    @Test("receipt and takeover: the next epoch waits for the commit in flight, and fences later attempts")
    func receiptMeetsTakeover() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await takeFence(planned)
        let run = planned.run.id.text
        let (copying, planning) = (try await planned.database.connect(), try await planned.database.connect())
        try await copying.begin()
        #expect(try await copying.query(SQL.holdFence, ["public", "visits1", .text(run), 1]).count == 1)
        async let taken = planning.query(SQL.takeFence, ["public", "visits1", .text(run), "first", "tester", 1])
        try await planned.waits(planning)
        try await copying.execute(SQL.insertReceipt, receipt(planned, attempt: 1))
        try await copying.commit()
        #expect(try await taken.first?.int("epoch") == 2)
        #expect(try await copying.query(SQL.holdFence, ["public", "visits1", .text(run), 1]).isEmpty)
        #expect(try await copying.query(SQL.holdFence, ["public", "visits1", .text(run), 2]).count == 1)
        await copying.close()
        await planning.close()
    }

    @Test("a target table has one owner: another run gets it only once it is released")
    func oneOwner() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await takeFence(planned)
        let other: [PostgresValue] = ["public", "visits1", .text(RandomID().text), "second", "tester", 1]
        #expect(try await planned.control.query(SQL.takeFence, other).isEmpty)
        let owner = try await planned.control.query(SQL.fenceOwner, ["public", "visits1"]).first
        #expect(try owner?.string("run_name") == "first")
        try await planned.control.execute(SQL.releaseFence, ["public", "visits1", .text(planned.run.id.text)])
        #expect(try await planned.control.query(SQL.takeFence, other).first?.int("epoch") == 1)
        let late = try await planned.control.query(
            SQL.holdFence, ["public", "visits1", .text(planned.run.id.text), 1])
        #expect(late.isEmpty)
    }

    private func claim(_ planned: PlannedRun, _ worker: RandomID, _ token: RandomID = RandomID()) -> [PostgresValue] {
        [.text(planned.run.id.text), 0, .text(worker.text), .text(token.text)]
    }

    private func receipt(_ planned: PlannedRun, attempt: Int) -> [PostgresValue] {
        [.text(planned.run.id.text), 1, 1, 1, 1, 8, .int(attempt), .text(RandomID().text), "unpinned"]
    }

    private func takeFence(_ planned: PlannedRun) async throws {
        let taken = try await planned.control.query(
            SQL.takeFence, ["public", "visits1", .text(planned.run.id.text), "first", "tester", 1])
        #expect(try taken.first?.int("epoch") == 1)
    }

    private func owners(_ planned: PlannedRun) async throws -> [String] {
        try await planned.control.query(
            Statement(name: "test", text: "SELECT worker_id FROM migration_status.work ORDER BY chunk_no")
        ).map { try $0.string("worker_id") }
    }
}
