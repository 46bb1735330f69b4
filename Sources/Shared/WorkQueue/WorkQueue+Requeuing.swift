package import Model
import Postgres
import Receipts
import Statements

/// Bringing the queue in line with the receipts, and requeuing on request.
extension WorkQueue {
    /// Marks a chunk that has a receipt as done, whoever holds it.
    package func complete(_ key: ChunkKey, _ copied: CopiedChunk) async throws {
        try await database.execute(
            SQL.completeReceiptedChunk, key.parameters + [.int(copied.rows), .int(copied.bytes)])
    }

    /// Returns a chunk that is marked done but has no receipt to the queue.
    package func requeueUnreceipted(_ key: ChunkKey, under term: Term) async throws {
        try await Runs(database: database).change(under: term) { connection in
            try connection.execute(SQL.requeueUnreceiptedChunk, key.parameters)
        }
    }

    /// Returns chunks to the queue with all their attempts; the result is their number.
    ///
    /// - Parameters:
    ///   - table: only chunks of this table; `nil` for all tables.
    ///   - chunks: the numbers of failed or ready chunks; `nil` for all failed chunks.
    package func requeue(_ run: RandomID, table: String?, chunks: [Int]?) async throws -> Int {
        return try await database.execute(
            SQL.requeueChunks, [.text(run.text), .optional(table), chunks.map { PostgresValue.array($0) } ?? .null])
    }
}
