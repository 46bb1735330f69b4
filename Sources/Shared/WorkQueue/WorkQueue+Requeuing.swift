package import Model
import Postgres
import Receipts
import Statements

/// Bringing the queue in line with the receipts, and requeuing on request.
extension WorkQueue {
    /// A table's chunks except those that were split, by number, and whether each is marked as done.
    package func chunks(_ run: RandomID, table: StoredTable) async throws -> [(number: Int, isDone: Bool)] {
        try await database.query(SQL.workOfTable, [.text(run.text), .int(table.number), .int(table.epoch)]).map { row in
            (try row.int("chunk_no"), try row.value("state") == ChunkState.done)
        }
    }

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
        let numbers = chunks.map { "{" + $0.map(String.init).joined(separator: ",") + "}" }
        return try await database.execute(
            SQL.requeueChunks, [.text(run.text), .optional(table), .optional(numbers)])
    }
}
