import Model
package import Postgres
import Receipts

/// Takes chunks back from dead workers.
///
/// It ends their sessions in the target first. Then it marks chunks with a receipt as done, replaces split chunks by
/// their halves, and requeues the others.
package actor Reaper {
    private let queue: WorkQueue
    private let targetOptions: PostgresOptions
    private var target: PostgresConnection?

    package init(queue: WorkQueue, targetOptions: PostgresOptions) {
        self.queue = queue
        self.targetOptions = targetOptions
    }

    /// Does one round, and returns the claims that were requeued.
    ///
    /// A session is ended before its chunk is requeued: if the target has a unique index, the next attempt would wait
    /// for the uncommitted rows of the old session. A chunk with a receipt isn't requeued: after its last attempt it
    /// would count as failed.
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
