import Model
import Postgres
import Receipts
import Statements
import TestKit
import Testing
import WorkQueue

/// Concurrent statements of reapers, publishers, coordinators and workers on the same rows.
@Suite("Concurrent statements: reaping, publishing, leading")
struct CoordinatorInterleavingTests {
    @Test("reap and reap: a claim is taken back once")
    func reapMeetsReap() async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        try await planned.expire(worker)
        let reap: PlannedRun.Call = (SQL.requeueLostClaim, chunk.key.parameters + [.text(chunk.token.text)])
        #expect(try await planned.meet(reap, reap) == [1, 0])
        #expect(try await planned.outcomes() == "lost")
        #expect(try await planned.claimed(planned.worker()).attempt == 2)
    }

    @Test("finish and complete from the receipt: the chunk is done once", arguments: [true, false])
    func finishMeetsComplete(finishFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let chunk = try await planned.claimed(planned.worker())
        let finish: PlannedRun.Call = (
            SQL.finishChunk, chunk.key.parameters + [.text(chunk.token.text), 1, 8, 0, 0, 0]
        )
        let complete: PlannedRun.Call = (SQL.completeReceiptedChunk, chunk.key.parameters + [1, 8])
        let counts = try await planned.meet(finishFirst ? finish : complete, finishFirst ? complete : finish)
        #expect(counts == [1, 0])
        #expect(try await planned.states() == "done 1")
    }

    @Test("complete from the receipt and retry: a chunk that is done isn't retried", arguments: [true, false])
    func retryMeetsComplete(retryFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        let retry: PlannedRun.Call = (
            SQL.retryChunk, [.text(worker.text), .text(chunk.token.text), true, .double(0), "error"]
        )
        let complete: PlannedRun.Call = (SQL.completeReceiptedChunk, chunk.key.parameters + [1, 8])
        let counts = try await planned.meet(retryFirst ? retry : complete, retryFirst ? complete : retry)
        #expect(counts == (retryFirst ? [1, 1] : [1, 0]))
        #expect(try await planned.states() == "done 1")
    }

    @Test("finish and requeue of claims that no slot holds: the first one decides", arguments: [true, false])
    func finishMeetsUnheld(finishFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        let finish: PlannedRun.Call = (
            SQL.finishChunk, chunk.key.parameters + [.text(chunk.token.text), 1, 8, 0, 0, 0]
        )
        let requeue: PlannedRun.Call = (
            SQL.requeueUnheldClaims, [.text(worker.text), .text("{\(chunk.token.text)}")]
        )
        let counts = try await planned.meet(finishFirst ? finish : requeue, finishFirst ? requeue : finish)
        #expect(counts == [1, 0])
        #expect(try await planned.states() == (finishFirst ? "done 1" : "ready 1"))
    }

    @Test("requeue of failed chunks and requeue: a chunk is requeued once")
    func requeueMeetsRequeue() async throws {
        let planned = try await PlannedRun(tables: [1])
        let chunk = try await planned.claimed(planned.worker())
        try await planned.queue.retry(chunk, permanent: true, delay: .zero, error: "error")
        let requeue: PlannedRun.Call = (SQL.requeueChunks, [.text(planned.run.id.text), .null, .null])
        #expect(try await planned.meet(requeue, requeue) == [1, 0])
        #expect(try await planned.outcomes() == "failed,requeued")
    }

    @Test("renew and sign off: a worker that is gone has no lease", arguments: [true, false])
    func renewMeetsEnd(renewFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let renew: PlannedRun.Call = (SQL.heartbeat, [.text(worker.text), .double(30), .null])
        let end: PlannedRun.Call = (SQL.endWorker, [.text(worker.text), "gone"])
        #expect(try await planned.meet(renewFirst ? renew : end, renewFirst ? end : renew) == [1, renewFirst ? 1 : 0])
        #expect(try await planned.queue.heartbeat(worker: worker, run: nil) == nil)
    }

    @Test("lead and lead: of two coordinators that find a run without a leader, one leads")
    func leadMeetsLead() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await planned.runs.leave(planned.term)
        func lead(_ who: String) -> PlannedRun.Call {
            (
                SQL.leadRun,
                [.text(planned.run.id.text), .text(RandomID().text), .text(who), .double(30), .null, .null]
            )
        }
        #expect(try await planned.meet(lead("first"), lead("second")) == [1, 0])
        #expect(try await planned.runs.coordinator(of: planned.run.id) == "first")
    }

    @Test("lead and change: no coordinator begins to lead while another changes the run", arguments: [true, false])
    func leadMeetsChange(changeFirst: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        try await planned.database.execute("UPDATE migration_status.run SET coordinator_until = clock_timestamp()")
        let lead: PlannedRun.Call = (
            SQL.leadRun,
            [.text(planned.run.id.text), .text(RandomID().text), "successor", .double(30), .null, .null]
        )
        let change: PlannedRun.Call = (SQL.holdTerm, [.text(planned.run.id.text), .text(planned.term.id.text)])
        let counts = try await planned.meet(changeFirst ? change : lead, changeFirst ? lead : change)
        #expect(counts == [1, changeFirst ? 1 : 0])
        await #expect(throws: Failure.self) {
            try await planned.runs.failPublishing(1, error: "judged by a deposed one", under: planned.term)
        }
    }

    @Test("receipt and publish: publishing waits for the commit in flight, and no attempt commits after it")
    func receiptMeetsPublish() async throws {
        let planned = try await PlannedRun(tables: [1])
        let fence: [PostgresValue] = ["public", "visits1", .text(planned.run.id.text)]
        #expect(try await planned.control.query(SQL.takeFence, fence + ["first", "tester", 1]).count == 1)
        let (copying, publishing) = (try await planned.database.connect(), try await planned.database.connect())
        try await copying.begin()
        #expect(try await copying.query(SQL.holdFence, fence + [1]).count == 1)
        try await publishing.begin()
        async let locked = publishing.query(SQL.lockFence, fence)
        try await planned.waits(publishing)
        try await copying.commit()
        #expect(try await locked.count == 1)
        async let late = copying.query(SQL.holdFence, fence + [1])
        try await planned.waits(copying)
        try await publishing.execute(SQL.recordPublication, fence + ["[]"])
        try await publishing.commit()
        #expect(try await late.isEmpty)
        await copying.close()
        await publishing.close()
    }
}
