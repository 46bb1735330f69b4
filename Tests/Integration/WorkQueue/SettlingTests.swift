import Model
import TestKit
import Testing
import WorkQueue

@Suite("How a claim ends")
struct SettlingTests {
    @Test("finish records the copied rows once; with another token it changes nothing")
    func finish() async throws {
        let planned = try await PlannedRun(tables: [1])
        let chunk = try await planned.claimed(try await planned.worker())
        var other = chunk
        other.token = RandomID()
        var copied = CopiedChunk(rows: 7, bytes: 70)
        copied.sourceTime = .milliseconds(12)
        #expect(try await planned.queue.finish(other, copied) == false)
        #expect(try await planned.states() == "claimed 1")
        #expect(try await planned.queue.finish(chunk, copied))
        #expect(try await planned.queue.finish(chunk, copied) == false)
        #expect(
            try await planned.value("SELECT rows || ' ' || bytes || ' ' || source_ms FROM migration_status.work")
                == "7 70 12")
        #expect(try await planned.outcomes() == "done")
    }

    @Test("release gives the attempt back and keeps the chunk's place")
    func release() async throws {
        let planned = try await PlannedRun(tables: [2])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        #expect(try await planned.queue.release(worker: worker, token: RandomID()) == false)
        #expect(try await planned.queue.release(worker: worker, token: chunk.token))
        #expect(try await planned.queue.release(worker: worker, token: chunk.token) == false)
        let again = try await planned.claimed(worker)
        #expect(again.key == chunk.key)
        #expect(again.attempt == 1)
        #expect(again.queuePosition == chunk.queuePosition)
        #expect(try await planned.outcomes() == "released")
    }

    @Test("a retried chunk waits at the back of the queue, and fails after its last attempt")
    func retry() async throws {
        let planned = try await PlannedRun(tables: [2], maxAttempts: 2)
        let worker = try await planned.worker()
        let first = try await planned.claimed(worker)
        #expect(try await retry(planned, first, delay: .seconds(3600)))
        let rest = try await planned.value(
            "SELECT round(extract(epoch FROM ready_at - clock_timestamp()) / 60) FROM migration_status.work WHERE chunk_no = 1"
        )
        #expect(rest == "60")
        try await planned.database.execute("UPDATE migration_status.work SET ready_at = clock_timestamp()")
        #expect(try await planned.claimed(worker).key.chunkNumber == 2)
        let again = try await planned.claimed(worker)
        #expect(again.key == first.key)
        #expect(again.attempt == 2)
        #expect(again.queuePosition > first.queuePosition)
        #expect(try await retry(planned, first) == false)
        #expect(try await retry(planned, again))
        #expect(try await planned.states() == "claimed 1, failed 1")
        #expect(try await planned.outcomes() == "retried,failed")
        #expect(try await planned.value("SELECT max(error) FROM migration_status.attempt") == "disk full")
    }

    @Test("a permanent failure fails the chunk at its first attempt")
    func permanent() async throws {
        let planned = try await PlannedRun(tables: [1])
        let chunk = try await planned.claimed(try await planned.worker())
        #expect(try await retry(planned, chunk, permanent: true))
        #expect(try await planned.states() == "failed 1")
        #expect(try await planned.queue.remaining(run: nil) == (0, 0))
    }

    @Test("requeue returns failed chunks to the queue with all their attempts, by table or by number")
    func requeue() async throws {
        let planned = try await PlannedRun(tables: [2, 2, 1])
        let worker = try await planned.worker()
        while let chunk = try await planned.claim(worker) {
            if chunk.key.tableNumber == 3 {
                try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 1))
            } else {
                _ = try await retry(planned, chunk, permanent: true)
            }
        }
        #expect(try await planned.states() == "done 1, failed 4")
        #expect(try await planned.queue.requeue(planned.run.id, table: "public.visits2", chunks: [2]) == 1)
        #expect(try await planned.queue.requeue(planned.run.id, table: "main.visits2", chunks: nil) == 1)
        #expect(try await planned.queue.requeue(planned.run.id, table: "nothing", chunks: nil) == 0)
        #expect(try await planned.queue.requeue(planned.run.id, table: "visits3", chunks: [1]) == 0)
        #expect(try await planned.queue.requeue(planned.run.id, table: nil, chunks: nil) == 2)
        #expect(try await planned.states() == "done 1, ready 4")
        #expect(try await planned.claimed(worker).attempt == 1)
    }

    @Test("a claim that no slot of its live worker holds is requeued; held claims and those of other workers stay")
    func unheldClaims() async throws {
        let planned = try await PlannedRun(tables: [3], maxAttempts: 2)
        let (worker, other) = (try await planned.worker(), try await planned.worker())
        let (held, lost) = (try await planned.claimed(worker), try await planned.claimed(worker))
        _ = try await planned.claimed(other)
        #expect(try await planned.queue.requeueUnheld(worker: worker) { [held.token, RandomID()] } == 1)
        #expect(try await planned.queue.requeueUnheld(worker: worker) { [held.token] } == 0)
        let again = try await planned.claimed(worker)
        #expect(again.key == lost.key)
        #expect(again.attempt == 2)
        #expect(try await planned.queue.requeueUnheld(worker: worker) { [] } == 2)
        #expect(try await planned.states() == "claimed 1, failed 1, ready 1")
        #expect(try await planned.outcomes() == "lost,lost,lost")
    }

    @Test("cancel ends the run and its tables, and releases its config and the claims")
    func cancel() async throws {
        let planned = try await PlannedRun(tables: [2])
        let chunk = try await planned.claimed(try await planned.worker())
        #expect(
            try await planned.runs.create(PlannedRun.newRun(name: "second"), coordinator: planned.coordinator) == nil)
        #expect(try await planned.runs.cancel(planned.run.id))
        let status = try await planned.runs.status(planned.run.id)
        #expect(status.state == .cancelled)
        #expect(status.tables.map(\.state) == [.cancelled])
        #expect(try await planned.queue.release(worker: chunk.workerID, token: chunk.token))
        #expect(try await planned.states() == "ready 2")
        #expect(
            try await planned.runs.create(PlannedRun.newRun(name: "second"), coordinator: planned.coordinator) != nil)
        #expect(try await planned.runs.renew(planned.term) == nil)
    }

    private func retry(
        _ planned: PlannedRun, _ chunk: ClaimedChunk, permanent: Bool = false, delay: Duration = .zero
    ) async throws -> Bool {
        try await planned.queue.retry(chunk, permanent: permanent, delay: delay, error: "disk full")
    }
}
