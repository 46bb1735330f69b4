import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@Suite("What operators query")
struct StatusViewTests {
    /// The operators' documented query, verbatim.
    private static let operatorsQuery = """
        SELECT target_schema, source_table,
               completed_chunks || '/' || total_chunks as progress,
               ROUND(completed_chunks::NUMERIC/total_chunks*100,1) || '%' as pct,
               status
        FROM migration_status.migration_table_status
        WHERE target_schema IN ('analytics_dev', 'analytics_dev2')
        ORDER BY target_schema;
        """

    @Test(
        "the views begin with the documented columns, in their order",
        arguments: [
            (
                "migration_table_status",
                "run_id run_name source_schema source_table target_schema target_table mode status total_chunks "
                    + "completed_chunks failed_chunks expected_rows copied_rows rejected_rows bytes started_at "
                    + "completed_at migration_version"
            ),
            (
                "migration_chunk_status",
                "run_id source_table target_schema target_table chunk_id chunk_range status attempts worker rows "
                    + "started_at completed_at error"
            ),
        ])
    func columns(view: String, promised: String) async throws {
        let planned = try await PlannedRun(tables: [1])
        let columns = try await planned.value(
            """
            SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = 'migration_status.\(view)'::regclass
            """)
        #expect(columns?.hasPrefix(promised + " ") == true)
    }

    @Test("the operators' query works unchanged, from the plan to the end, and for a table without chunks")
    func operatorsQuery() async throws {
        let planned = try await PlannedRun(tables: [3, 0])
        try await planned.database.execute(
            """
            UPDATE migration_status.run_table
               SET target_schema = CASE table_no WHEN 1 THEN 'analytics_dev' ELSE 'analytics_dev2' END
            """)
        #expect(try await progress(planned) == ["visits1 0/3 0.0% pending", "visits2 0/1 0.0% pending"])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        try await planned.queue.finish(chunk, CopiedChunk(rows: 5, bytes: 50))
        #expect(try await progress(planned) == ["visits1 1/3 33.3% in_progress", "visits2 0/1 0.0% pending"])
        #expect(try await planned.value("SELECT min(total_chunks) FROM migration_status.migration_table_status") == "1")
    }

    @Test("outcomes and states in Swift are those that the databases take")
    func storedForms() async throws {
        let planned = try await PlannedRun(tables: [1])
        func words(_ constraint: String) async throws -> Set<String> {
            let text = try await planned.value(
                """
                SELECT string_agg(word[1], ',')
                  FROM pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z_]+)''', 'g') AS word
                 WHERE c.conname = '\(constraint)'
                """)
            return Set((text ?? "").split(separator: ",").map(String.init))
        }
        #expect(try await words("attempt_outcome_check") == Set(AttemptOutcome.allCases.map(\.rawValue)))
        #expect(try await words("direct_load_state_check") == Set(DirectLoadState.allCases.map(\.rawValue)))
    }

    @Test("a table goes from pending through in_progress and publishing to completed")
    func tableStates() async throws {
        let planned = try await PlannedRun(tables: [2])
        func state() async throws -> [String] {
            let status = try await planned.runs.status(planned.run.id)
            return [status.state.rawValue] + status.tables.map(\.state.rawValue)
        }
        #expect(try await state() == ["pending", "pending"])
        let worker = try await planned.worker()
        let first = try await planned.claimed(worker)
        #expect(try await state() == ["in_progress", "in_progress"])
        try await planned.queue.release(worker: worker, token: first.token)
        while let chunk = try await planned.claim(worker) {
            try await planned.queue.finish(chunk, CopiedChunk(rows: 2, bytes: 20))
        }
        #expect(try await planned.runs.loadedTables(planned.run.id) == [1])
        #expect(try await planned.runs.completeIfDone(planned.term) == false)
        try await planned.runs.startPublishing(1, under: planned.term)
        #expect(try await state() == ["publishing", "publishing"])
        try await planned.runs.failPublishing(1, error: "the reason", under: planned.term)
        #expect(try await state() == ["failed", "failed"])
        #expect(try await planned.runs.status(planned.run.id).tables.first?.error == "the reason")
        #expect(try await planned.runs.loadedTables(planned.run.id) == [])
        try await planned.runs.clearErrors(planned.term)
        #expect(try await planned.runs.loadedTables(planned.run.id) == [1])
        try await planned.runs.completeTable(1, rows: 4, counts: nil, under: planned.term)
        #expect(try await planned.runs.completeIfDone(planned.term))
        #expect(try await state() == ["completed", "completed"])
        let table = try #require(try await planned.runs.status(planned.run.id).tables.first)
        #expect((table.done, table.copiedRows, table.bytes) == (2, 4, 40))
        #expect(try await planned.runs.unfinished(config: PlannedRun.config) == nil)
    }

    @Test("a table with a failed chunk is in_progress while others are open, then failed with the chunk's reason")
    func failedTable() async throws {
        let planned = try await PlannedRun(tables: [2])
        let worker = try await planned.worker()
        let (first, second) = (try await planned.claimed(worker), try await planned.claimed(worker))
        try await planned.queue.retry(first, permanent: true, delay: .zero, error: "the reason")
        #expect(try await planned.runs.status(planned.run.id).tables.map(\.state) == [.inProgress])
        try await planned.queue.finish(second, CopiedChunk(rows: 1, bytes: 1))
        let status = try await planned.runs.status(planned.run.id)
        #expect(status.state == .failed)
        #expect(status.tables.map(\.state) == [.failed])
        #expect(status.tables.first?.error == "chunk 1: the reason")
    }

    @Test("chunks are pending, in_progress, completed or failed; only ended ones show when they ended")
    func chunkStates() async throws {
        let planned = try await PlannedRun(tables: [4])
        let worker = try await planned.worker()
        var chunks: [ClaimedChunk] = []
        for _ in 0..<4 { chunks.append(try await planned.claimed(worker)) }
        try await planned.queue.retry(chunks[0], permanent: false, delay: .zero, error: "again")
        try await planned.queue.retry(chunks[2], permanent: true, delay: .zero, error: "never")
        try await planned.queue.finish(chunks[3], CopiedChunk(rows: 9, bytes: 90))
        let status = try await planned.runs.chunks(planned.run.id, state: nil, table: nil)
        #expect(status.map(\.number) == [1, 2, 3, 4])
        #expect(status.map(\.state) == [.pending, .inProgress, .failed, .completed])
        #expect(status.map { $0.completedAt != nil } == [false, false, true, true])
        #expect(status.map(\.error) == ["again", nil, "never", nil])
        #expect(status.map(\.rows) == [nil, nil, nil, 9])
        #expect(status.map(\.attempts) == [1, 1, 1, 1])
        #expect(status.map(\.worker) == Array(repeating: "host:1", count: 4))
        #expect(status[0].range == "id\t>= 0 \\ \n")
        #expect(try await planned.runs.chunks(planned.run.id, state: .failed, table: "visits1").map(\.number) == [3])
        #expect(try await planned.runs.chunks(planned.run.id, state: nil, table: "visits2").isEmpty)
    }

    @Test("workers are alive, draining, gone, or lost if their lease ran out without signing off")
    func workers() async throws {
        let planned = try await PlannedRun(tables: [1])
        let (alive, lost) = (try await planned.worker(), try await planned.worker())
        _ = try await planned.claimed(lost)
        try await planned.expire(lost)
        let states = try await planned.runs.workers(config: PlannedRun.config)
        #expect(states.map(\.id) == [alive, lost])
        #expect(states.map(\.state) == [.alive, .lost])
        #expect(states.map(\.chunks) == [0, 1])
        try await planned.queue.end(worker: alive, state: .gone)
        #expect(try await planned.runs.workers(config: nil).first?.state == .gone)
        #expect(try await planned.runs.workers(config: "another").isEmpty)
    }

    private func progress(_ planned: PlannedRun) async throws -> [String] {
        try await planned.control.query(Statement(name: "operators", text: Self.operatorsQuery)).map { row in
            try ["source_table", "progress", "pct", "status"].map { try row.string($0) }.joined(separator: " ")
        }
    }
}
