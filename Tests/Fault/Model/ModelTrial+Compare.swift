import Model
import Postgres
import WorkQueue

/// Comparing the databases with the model.
extension ModelTrial {
    /// Compares queue, receipts and visible rows with the model, and checks the invariants.
    func compare() async throws {
        try await compareQueue()
        try await compareTarget(of: reference, spec: spec)
        try await compareSides(of: reference)
    }

    private func compareQueue() async throws {
        let query = Statement(
            name: "look_at_queue",
            text: """
                SELECT string_agg(concat_ws(' ', chunk_no, state, attempt, rows,
                           CASE WHEN state = 'claimed' THEN worker_id || ' ' || claim_token
                                WHEN state = 'ready' AND ready_at > clock_timestamp() THEN 'rests' END),
                           ',' ORDER BY chunk_no) AS chunks,
                       string_agg(queue_pos::text, ',' ORDER BY chunk_no) AS positions,
                       (SELECT total_chunks FROM migration_status.migration_table_status
                         WHERE run_id = $1::uuid AND table_no = 1) AS total_chunks
                  FROM migration_status.work WHERE run_id = $1::uuid AND table_no = 1 AND epoch = $2::int
                """)
        guard
            let row = try await ground.control.query(query, [.text(reference.runID.text), .int(reference.epoch)]).first
        else { throw ModelMismatch("no queue") }
        let numbers = reference.chunks.keys.sorted()
        let expected = numbers.map { number in line(number) }
        let found = try row.string("chunks").split(separator: ",").map(String.init)
        for (line, model) in zip(found, expected) where line != model {
            throw ModelMismatch("the queue holds `\(line)`, the model `\(model)` (chunk, state, attempt, rows, claim)")
        }
        try ModelMismatch.expect("chunks in the queue", found.count, is: expected.count)
        try ModelMismatch.expect("chunks in all", try row.int("total_chunks"), is: expected.count)
        try adopt(try row.string("positions").split(separator: ",").compactMap { Int($0) }, numbers)
    }

    /// The expected line of a chunk, in the format of the query.
    private func line(_ number: Int) -> String {
        guard let chunk = reference.chunks[number] else { return "" }
        var line = "\(number) \(chunk.state) \(chunk.attempt)"
        if let rows = chunk.rows { line += " \(rows)" }
        if chunk.state == .claimed, let claim = chunk.claim { line += " \(claim.worker) \(claim.token)" }
        if chunk.state == .ready, chunk.rests { line += " rests" }
        return line
    }

    /// Adopts the queue positions, which the database assigns: unchanged ones must be the same, new ones behind all
    /// others.
    private func adopt(_ positions: [Int], _ numbers: [Int]) throws {
        let known = reference.chunks.values.compactMap(\.position)
        let last = known.max() ?? 0
        for (number, position) in zip(numbers, positions) {
            if let before = reference.chunks[number]?.position {
                try ModelMismatch.expect("position of chunk \(number)", position, is: before)
            } else {
                guard position > last else { throw ModelMismatch("chunk \(number) was requeued to the front") }
                reference.change(number) { $0.position = position }
            }
        }
    }

    /// Expects one receipt per chunk, and exactly the rows of the attempt that left it.
    func compareTarget(of run: ReferenceModel, spec: TableSpec) async throws {
        let query = Statement(
            name: "look_at_target",
            text: """
                SELECT (SELECT coalesce(string_agg(concat_ws(' ', chunk_no, attempt, worker_id, rows,
                                                             CASE WHEN halves IS NOT NULL THEN 'void' END), ','
                                                   ORDER BY chunk_no), '')
                          FROM (SELECT * FROM migration_receipt.receipt
                                 UNION ALL SELECT * FROM migration_receipt.unlogged_receipt) r
                         WHERE run_id = $1::uuid AND table_no = 1) AS receipts,
                       (SELECT coalesce(string_agg(concat_ws(' ', chunk, number, writer), ','
                                                   ORDER BY chunk, number, writer), '')
                          FROM \(spec.loadTable.postgresQuoted)) AS rows
                """)
        guard let found = try await ground.target.query(query, [.text(run.runID.text)]).first else {
            throw ModelMismatch("no target")
        }
        var receipts: [String] = []
        var rows: [String] = []
        for number in run.receipts.keys.sorted() {
            guard let receipt = run.receipts[number] else { continue }
            guard let writer = receipt.writer else {
                receipts.append("\(number) \(receipt.attempt) \(receipt.worker) 0 void")
                continue
            }
            let keys = run.keys[number, default: 0..<0]
            receipts.append("\(number) \(receipt.attempt) \(receipt.worker) \(keys.count)")
            rows += keys.map { "\(number) \($0) \(writer)" }
        }
        try ModelMismatch.expect(
            "receipts (chunk, attempt, worker, rows)", try found.string("receipts"),
            is: receipts.joined(separator: ","))
        try ModelMismatch.expect(
            "visible rows (chunk, row, writer)", try found.string("rows"), is: rows.joined(separator: ","))
    }

    /// Expects each planned row exactly once, regardless of the chunks that copied it.
    func compareRows() async throws {
        let query = Statement(
            name: "look_at_rows", text: "SELECT number FROM \(target.postgresQuoted) ORDER BY number")
        let found = try await ground.target.query(query).map { row in try row.int("number") }
        try ModelMismatch.expect(
            "rows of the table", found, is: (1...Self.chunkCount).flatMap { ReferenceModel.plannedKeys(of: $0) })
    }

    /// Compares how all attempts ended, in order for each chunk.
    func compareEndings() async throws {
        let query = Statement(
            name: "look_at_attempts",
            text: """
                SELECT chunk_no, attempt, outcome FROM migration_status.attempt
                 WHERE run_id = $1::uuid ORDER BY chunk_no, attempt_id
                """)
        let found = try await ground.control.query(query, [.text(reference.runID.text)]).map { row in
            ReferenceModel.Ending(
                chunk: try row.int("chunk_no"), attempt: try row.int("attempt"), outcome: try row.string("outcome"))
        }
        let byChunk = Dictionary(grouping: found, by: \.chunk)
        let expected = Dictionary(grouping: reference.endings, by: \.chunk)
        for number in reference.chunks.keys.sorted() {
            try ModelMismatch.expect(
                "endings of chunk \(number)", byChunk[number, default: []].map { "\($0.attempt) \($0.outcome)" },
                is: expected[number, default: []].map { "\($0.attempt) \($0.outcome)" })
        }
    }
}
