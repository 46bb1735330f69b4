import Model
package import Postgres
import Statements

/// Takes chunks back from workers that died: ends what is left of them in the target, then marks what they had
/// committed as done, replaces what was split by its halves, and requeues the rest.
package actor Reaper {
    private let queue: WorkQueue
    private let targetOptions: PostgresOptions
    private var target: PostgresConnection?

    package init(queue: WorkQueue, targetOptions: PostgresOptions) {
        self.queue = queue
        self.targetOptions = targetOptions
    }

    /// One round; the claims that were requeued.
    ///
    /// A session is ended before its chunk is requeued: an attempt with a unique index in its way would wait for the
    /// zombie's uncommitted rows. A chunk with a receipt isn't requeued: at its last attempt it would count as failed.
    package func reap() async throws -> [LostClaim] {
        let claims = try await queue.lostClaims()
        guard !claims.isEmpty else { return [] }
        let target = try await connectedTarget()
        let left = try await ClaimSessions.end(claims.map(\.token), on: target)
        var requeued: [LostClaim] = []
        for var claim in claims {
            claim.isSessionLeft = left.contains(claim.token)
            if let receipt = try await target.query(SQL.readReceipt, claim.key.parameters).first {
                if let halves = try receipt.optionalString("halves") {
                    try await queue.split(claim.key, halves: halves)
                    continue
                }
                let copied = [try receipt.int("rows"), try receipt.int("bytes")]
                try await queue.database.execute(
                    SQL.completeReceiptedChunk, claim.key.parameters + copied.map { .int($0) })
            } else if try await queue.requeue(claim) {
                requeued.append(claim)
            }
        }
        return requeued
    }

    package func close() async {
        await target?.close()
        target = nil
    }

    private func connectedTarget() async throws(PostgresError) -> PostgresConnection {
        if let target, !target.isBroken { return target }
        let opened = try await PostgresConnection.connect(targetOptions)
        target = opened
        return opened
    }
}

extension ChunkKey {
    /// As the statements take it: run_id, table_no, epoch, chunk_no.
    var parameters: [PostgresValue] {
        [.text(runID.text), .int(tableNumber), .int(epoch), .int(chunkNumber)]
    }
}
