package import Model
package import Postgres
import Statements

/// Splitting a chunk, as far as the control database goes.
extension WorkQueue {
    /// What splitting a chunk takes; nil: it isn't planned any more.
    package func splittable(_ key: ChunkKey) async throws(PostgresError) -> SplittableChunk? {
        let rows = try await database.query(SQL.splittableChunk, key.parameters)
        guard let row = rows.first else { return nil }
        return SplittableChunk(
            number: key.chunkNumber, predicate: try row.optionalString("predicate"),
            range: try row.string("chunk_range"),
            extent: ChunkExtent(
                lower: try row.optionalString("lower_bound"), upper: try row.optionalString("upper_bound"),
                bucket: try row.optionalInt("bucket"), buckets: try row.optionalInt("buckets")),
            planned: try row.int("planned"), timesOverdue: try row.int("overdue"))
    }

    /// Replaces a chunk by the halves that its void receipt names.
    ///
    /// Whether it was still there. Only for a chunk whose void receipt is committed: whoever sees that may do this.
    @discardableResult
    package func split(_ key: ChunkKey, halves: String) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(SQL.splitChunk, key.parameters + [.text(halves)]) > 0
    }
}
