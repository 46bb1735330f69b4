import Model
package import Postgres
import Receipts

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
            switch try await target.receipt(of: claim.key) {
            case .void(let halves)?: try await queue.split(claim.key, into: halves)
            case .copied(let copied)?: try await queue.complete(claim.key, copied)
            case nil: if try await queue.requeue(claim) { requeued.append(claim) }
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
