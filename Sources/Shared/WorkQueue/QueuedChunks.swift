package import Model
package import Postgres
import Statements

/// A table's chunks as the queue has them.
package struct QueuedChunks: Sendable {
    /// Chunks that aren't split: number, and whether the chunk is marked as done.
    package var chunks: [(number: Int, isDone: Bool)]
    /// Split chunks, by number.
    package var splits: [SplitChunk]

    /// The statements that read them from the control database.
    package static func calls(_ run: RandomID, table: StoredTable) -> [StatementCall] {
        let key: [PostgresValue] = [.text(run.text), .int(table.number), .int(table.epoch)]
        return [StatementCall(SQL.workOfTable, key), StatementCall(SQL.splitsOfTable, key)]
    }

    /// - Parameter rows: the results of `calls`.
    package init(_ rows: [[PostgresRow]]) throws(PostgresError) {
        chunks = try rows[0].map { row throws(PostgresError) in
            (try row.int("chunk_no"), try row.value("state") == ChunkState.done)
        }
        splits = []
        for row in rows[1] {
            let number = try row.int("chunk_no")
            if splits.last?.number != number {
                splits.append(
                    SplitChunk(number: number, expectedRows: try row.optionalInt("expected_rows"), halves: []))
            }
            splits[splits.count - 1].halves.append(
                ChunkHalf(
                    number: try row.int("half_no"), predicate: try row.string("predicate"),
                    range: try row.string("chunk_range"), extent: try ChunkExtent(row)))
        }
    }
}

/// A chunk that was split.
package struct SplitChunk: Sendable {
    package var number: Int
    /// Rows that the plan counted; `nil` for a chunk that was a half itself.
    package var expectedRows: Int?
    /// The halves as its void receipt names them.
    package var halves: [ChunkHalf]
}
