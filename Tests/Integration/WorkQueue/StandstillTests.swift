import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@Suite("What goes on in a run, and what doesn't")
struct StandstillTests {
    private func execute(_ planned: PlannedRun, _ text: String) async throws {
        try await planned.control.execute(Statement(name: "test", text: text))
    }

    @Test("a run without a living worker has none at work since the last one's last sign of life")
    func noWorker() async throws {
        let planned = try await PlannedRun(tables: [2])
        func still() async throws -> RunStatus.Standstill? { try await planned.runs.status(planned.run.id).standstill }
        // Nobody has begun yet: since the plan.
        #expect(try await still()?.reason == .noWorker)
        #expect(try #require(try await still()?.seconds) < 60)

        let worker = try await planned.worker()
        _ = try await planned.claimed(worker)
        #expect(try await still() == nil)
        // Killed an hour ago: its lease ran out 30 s after its last heartbeat.
        try await execute(planned, "UPDATE migration_status.run SET created_at = created_at - interval '1 day'")
        try await execute(
            planned, "UPDATE migration_status.worker SET lease_until = clock_timestamp() - interval '1 hour'")
        #expect(abs(try #require(try await still()?.seconds) - 3_630) < 20)
        #expect(try await still()?.since?.hasSuffix("Z") == true)

        // A worker that ends does so now, whatever lease it still has.
        let other = try await planned.worker()
        try await planned.queue.end(worker: other, state: .gone)
        #expect(try #require(try await still()?.seconds) < 20)

        try await execute(planned, "UPDATE migration_status.work SET state = 'done'")
        #expect(try await still() == nil)
    }

    @Test("a paused run is paused since it was paused first")
    func paused() async throws {
        let planned = try await PlannedRun(tables: [2])
        _ = try await planned.worker()
        #expect(try await planned.runs.setPaused(planned.run.id, true))
        let first = try #require(try await planned.runs.status(planned.run.id).standstill)
        #expect(first.reason == .paused && first.since != nil && first.seconds != nil)
        #expect(try await planned.runs.setPaused(planned.run.id, true))
        #expect(try await planned.runs.status(planned.run.id).standstill?.since == first.since)
        // As an earlier version left it: nobody can tell.
        try await execute(planned, "UPDATE migration_status.run SET paused_at = NULL")
        let unknown = try #require(try await planned.runs.status(planned.run.id).standstill)
        #expect(unknown.reason == .paused && unknown.since == nil && unknown.seconds == nil)
        #expect(try await planned.runs.setPaused(planned.run.id, false))
        #expect(try await planned.runs.status(planned.run.id).standstill == nil)
    }

    @Test("the time of copying is that in which at least one chunk was being copied")
    func copyingTime() async throws {
        let planned = try await PlannedRun(tables: [6])
        let (worker, lost) = (try await planned.worker(), try await planned.worker())
        for _ in 0..<4 {
            try await planned.queue.finish(try await planned.claimed(worker), CopiedChunk(rows: 1, bytes: 1))
        }
        _ = try await planned.claimed(lost)
        // Two chunks at the same time, a night without work, one chunk, and one that was only found copied later.
        try await execute(
            planned,
            """
            UPDATE migration_status.work w
               SET claimed_at = clock_timestamp() - v.began * interval '1 s',
                   finished_at = clock_timestamp() - v.ended * interval '1 s',
                   source_ms = CASE WHEN w.chunk_no <> 4 THEN 1 END
              FROM (VALUES (1, 50030, 50020), (2, 50025, 50010), (3, 130, 100), (4, 90, 20)) v (chunk_no, began, ended)
             WHERE w.chunk_no = v.chunk_no
            """)
        try await planned.expire(lost)
        func table() async throws -> TableStatus {
            try #require(try await planned.runs.fullStatus(planned.run.id).tables.first)
        }
        #expect(abs(try #require(try await table().seconds) - 50) < 1)
        #expect(try #require(try await table().secondsSinceChunk) > 99)
        #expect(try await (table().claimed, table().working) == (1, 0))

        _ = try await planned.claimed(worker)
        try await execute(
            planned,
            "UPDATE migration_status.work SET claimed_at = clock_timestamp() - interval '7 s' WHERE chunk_no = 6")
        #expect(abs(try #require(try await table().seconds) - 57) < 2)
        #expect(try await (table().claimed, table().working) == (2, 1))
        #expect(try await planned.runs.status(planned.run.id).tables.first?.seconds == nil)
    }

    @Test("workers of a run: those of its time, and of the dead only those that hold chunks of it")
    func workers() async throws {
        let planned = try await PlannedRun(tables: [3])
        let (earlier, dead, holder) = (
            try await planned.worker(), try await planned.worker(), try await planned.worker()
        )
        _ = try await planned.claimed(holder)
        try await execute(
            planned,
            "UPDATE migration_status.worker SET lease_until = clock_timestamp() - interval '1 h' "
                + "WHERE worker_id = '\(earlier)'")
        try await planned.expire(dead)
        try await planned.expire(holder)
        let alive = try await planned.worker()
        let shown = try await planned.runs.workers(config: PlannedRun.config, run: planned.run.id)
        #expect(shown.map(\.id) == [holder, alive] && shown.map(\.state) == [.lost, .alive])
        // All of the last hour, whatever they did.
        #expect(try await planned.runs.workers(config: nil).map(\.id) == [dead, holder, alive])
    }

    @Test("chunks are found by the same names of their table as requeue finds them")
    func tableNames() async throws {
        let planned = try await PlannedRun(tables: [2, 1])
        let worker = try await planned.worker()
        while let chunk = try await planned.claim(worker) {
            try await planned.queue.retry(chunk, permanent: true, delay: .zero, error: "why")
        }
        for name in ["visits1", "main.visits1", "public.visits1", "visits9", "other.visits1"] {
            let found = try await planned.runs.chunks(planned.run.id, state: .failed, table: name)
            let requeued = try await planned.queue.requeue(planned.run.id, table: name, chunks: nil)
            #expect(
                found.count == requeued
                    && (found.isEmpty || found.map(\.source.description) == ["main.visits1", "main.visits1"]))
            try await execute(planned, "UPDATE migration_status.work SET state = 'failed'")
        }
        #expect(try await planned.runs.chunks(planned.run.id, state: nil, table: "main.visits1").count == 2)
    }

    @Test("a table shows its step while it is planned or published, unless its coordinator is gone")
    func steps() async throws {
        let planned = try await PlannedRun(tables: [1])
        func step() async throws -> String? { try await planned.runs.status(planned.run.id).tables.first?.step?.name }
        try await execute(planned, "UPDATE migration_status.run_table SET state = 'planning'")
        try await planned.runs.record(step: PlanningStep.count.rawValue, of: 1, under: planned.term)
        #expect(try await step() == "count")
        try await execute(planned, "UPDATE migration_status.run_table SET state = 'publishing', step = NULL")
        #expect(try await step() == nil)
        try await planned.runs.record(step: PublicationStep.key.rawValue, of: 1, under: planned.term)
        #expect(try await step() == "key")
        try await execute(
            planned, "UPDATE migration_status.run SET coordinator_until = clock_timestamp() - interval '1 s'")
        #expect(try await step() == nil)
    }
}
