package import Model
package import Postgres
import Receipts
import Statements

/// Splitting a chunk: the part in the control database.
extension WorkQueue {
    /// The facts needed to split a chunk; `nil` if the chunk no longer exists.
    package func splittable(_ key: ChunkKey) async throws(PostgresError) -> SplittableChunk? {
        let rows = try await database.query(SQL.splittableChunk, key.parameters + [.text(Self.cutAtTimeLimit)])
        guard let row = rows.first else { return nil }
        return SplittableChunk(
            number: key.chunkNumber, predicate: try row.optionalString("predicate"),
            range: try row.string("chunk_range"), extent: try ChunkExtent(row), planned: try row.int("planned"),
            timesOverdue: try row.int("overdue"), timesCut: try row.int("times_cut"),
            cutSeconds: try row.double("cut_seconds"))
    }

    /// Words in the error of each attempt that the source ended at its time limit; `splittable` finds them.
    package static let cutAtTimeLimit = "ended at the source's time limit"

    /// Replaces a chunk by the halves that its void receipt names.
    ///
    /// Only for a chunk whose void receipt is committed; any process that sees the receipt may do it. Returns `false`
    /// if the chunk no longer exists.
    ///
    /// - Parameter error: why the chunk is split, for the history of attempts.
    @discardableResult
    package func split(
        _ key: ChunkKey, into halves: [ChunkHalf], because error: String? = nil
    ) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.splitChunk, key.parameters + halves.flatMap(\.parameters) + [error.map { .note($0) } ?? .null]) > 0
    }
}

extension ChunkExtent {
    init(_ row: PostgresRow) throws(PostgresError) {
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
