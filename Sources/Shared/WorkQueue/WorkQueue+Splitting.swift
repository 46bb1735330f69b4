package import Model
package import Postgres
import Receipts
import Statements

/// Splitting a chunk: the part in the control database.
extension WorkQueue {
    /// The facts needed to split a chunk; `nil` if the chunk no longer exists.
    package func splittable(_ key: ChunkKey) async throws(PostgresError) -> SplittableChunk? {
        guard let row = try await database.query(SQL.splittableChunk, key.parameters).first else { return nil }
        return SplittableChunk(
            number: key.chunkNumber, predicate: try row.optionalString("predicate"),
            range: try row.string("chunk_range"), extent: try ChunkExtent(row), planned: try row.int("planned"),
            timesOverdue: try row.int("overdue"))
    }

    /// Replaces a chunk by the halves that its void receipt names.
    ///
    /// Only for a chunk whose void receipt is committed; any process that sees the receipt may do it. Returns `false`
    /// if the chunk no longer exists.
    @discardableResult
    package func split(_ key: ChunkKey, into halves: [ChunkHalf]) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(SQL.splitChunk, key.parameters + halves.flatMap(\.parameters)) > 0
    }

    /// A table's split chunks, by number.
    package func splits(_ run: RandomID, table: StoredTable) async throws(PostgresError) -> [SplitChunk] {
        var splits: [SplitChunk] = []
        for row in try await database.query(
            SQL.splitsOfTable, [.text(run.text), .int(table.number), .int(table.epoch)])
        {
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
        return splits
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

extension ChunkExtent {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            lower: try row.optionalString("lower_bound"), upper: try row.optionalString("upper_bound"),
            bucket: try row.optionalInt("bucket"), buckets: try row.optionalInt("buckets"))
    }
}

extension ChunkHalf {
    /// The parameters of `split_chunk`: number, predicate, range, bounds, bucket, buckets.
    fileprivate var parameters: [PostgresValue] {
        [
            .int(number), .text(predicate), .text(range), .optional(extent.lower), .optional(extent.upper),
            extent.bucket.map { .int($0) } ?? .null, extent.buckets.map { .int($0) } ?? .null,
        ]
    }
}
