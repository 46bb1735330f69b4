import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@Suite("Claims")
struct ClaimTests {
    @Test("200 slots over 40 connections claim 1000 chunks: each exactly once, none left")
    func everyChunkOnce() async throws {
        let planned = try await PlannedRun(tables: [400, 600])
        let claimed = try await withThrowingTaskGroup(of: [ClaimedChunk].self) { group in
            for _ in 0..<40 {
                let control = ControlDatabase(options: planned.database.options())
                let queue = WorkQueue(database: control, configIdentity: PlannedRun.config)
                for _ in 0..<5 {
                    let worker = try await planned.worker()
                    group.addTask {
                        var chunks: [ClaimedChunk] = []
                        var position = 0
                        while let chunk = try await queue.claim(
                            run: planned.run.id, after: position, worker: worker, token: RandomID())
                        {
                            chunks.append(chunk)
                            position = chunk.queuePosition
                            #expect(try await queue.finish(chunk, CopiedChunk(rows: 1, bytes: 8)))
                        }
                        return chunks
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == 1000)
        #expect(Set(claimed.map(\.key)).count == 1000)
        #expect(claimed.allSatisfy { $0.attempt == 1 })
        #expect(try await planned.states() == "done 1000")
        #expect(try await planned.queue.remaining(run: nil) == (0, 0))
    }

    @Test("a claim returns the plan's values, and tables take turns")
    func carriesThePlan() async throws {
        let planned = try await PlannedRun(tables: [2, 2])
        let worker = try await planned.worker()
        let first = try await planned.claimed(worker)
        #expect(first.key == ChunkKey(runID: planned.run.id, tableNumber: 1, epoch: 1, chunkNumber: 1))
        #expect(first.predicate == "id >= 0")
        #expect(first.range == "id\t>= 0 \\ \n")
        #expect(first.expectedRows == 1)
        #expect(first.attempt == 1)
        #expect(try await planned.claimed(worker).key.tableNumber == 2)
        #expect(try await planned.claimed(worker).key.tableNumber == 1)
    }

    @Test("a claim skips the row that another session holds")
    func skipsLockedRows() async throws {
        let planned = try await PlannedRun(tables: [2])
        let holder = try await planned.database.connect()
        try await holder.begin()
        try await holder.execute(
            Statement(name: "test", text: "SELECT FROM migration_status.work WHERE chunk_no = 1 FOR UPDATE"))
        let worker = try await planned.worker()
        #expect(try await planned.claimed(worker).key.chunkNumber == 2)
        #expect(try await planned.claim(worker) == nil)
        try await holder.rollback()
        #expect(try await planned.claimed(worker).key.chunkNumber == 1)
        await holder.close()
    }

    @Test("no chunk of a paused run is claimed until it is resumed, and none of a cancelled run")
    func pausedAndCancelled() async throws {
        let planned = try await PlannedRun(tables: [2])
        let worker = try await planned.worker()
        #expect(try await planned.runs.setPaused(planned.run.id, true))
        #expect(try await planned.claim(worker) == nil)
        let beat = try await planned.queue.heartbeat(worker: worker, run: nil)
        #expect(beat?.active == [planned.run.id])
        #expect(beat?.paused == [planned.run.id])
        #expect(try await planned.runs.setPaused(planned.run.id, false))
        _ = try await planned.claimed(worker)
        #expect(try await planned.runs.cancel(planned.run.id))
        #expect(try await planned.claim(worker) == nil)
        #expect(try await planned.queue.heartbeat(worker: worker, run: nil)?.active == [])
        #expect(try await planned.runs.setPaused(planned.run.id, true) == false)
        #expect(try await planned.runs.cancel(planned.run.id) == false)
    }

    @Test("no chunk is claimed from a run that is being planned")
    func notWhilePlanning() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await planned.database.execute("UPDATE migration_status.run SET state = 'planning'")
        #expect(try await planned.claim(try await planned.worker()) == nil)
    }

    @Test("a worker past its lease, draining, gone or unknown claims nothing")
    func onlyTheLivingClaim() async throws {
        let planned = try await PlannedRun(tables: [1])
        let (late, draining, gone) = try await (planned.worker(), planned.worker(), planned.worker())
        try await planned.expire(late)
        try await planned.queue.end(worker: draining, state: .draining)
        try await planned.queue.end(worker: gone, state: .gone)
        for worker in [late, draining, gone, RandomID()] {
            #expect(try await planned.claim(worker) == nil)
        }
        #expect(try await planned.states() == "ready 1")
    }

    @Test("a claim only looks above the low watermark; a released chunk keeps its place below it")
    func lowWatermark() async throws {
        let planned = try await PlannedRun(tables: [3])
        let worker = try await planned.worker()
        let (first, second) = (try await planned.claimed(worker), try await planned.claimed(worker))
        #expect(try await planned.queue.release(worker: worker, token: first.token))
        let third = try await planned.claim(worker, after: second.queuePosition)
        #expect(third?.key.chunkNumber == 3)
        #expect(try await planned.claim(worker, after: second.queuePosition) == nil)
        let again = try await planned.claimed(worker)
        #expect(again.key == first.key)
        #expect(again.queuePosition == first.queuePosition)
    }

    @Test("a chunk that isn't ready yet isn't claimed, and counts as left to do")
    func readyLater() async throws {
        let planned = try await PlannedRun(tables: [1])
        try await planned.database.execute(
            "UPDATE migration_status.work SET ready_at = clock_timestamp() + interval '1 h'")
        #expect(try await planned.claim(try await planned.worker()) == nil)
        #expect(try await planned.queue.remaining(run: planned.run.id) == (1, 0))
        #expect(try await planned.queue.remaining(run: RandomID()) == (0, 0))
    }
}
