import Model
package import Postgres
import Statements

/// Takes chunks back from workers that died: ends what is left of them in the target, then requeues their claims.
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
    /// A backend is ended before its chunk is requeued: an attempt with a unique index in its way would wait for the
    /// zombie's uncommitted rows.
    package func reap() async throws(PostgresError) -> [LostClaim] {
        var requeued: [LostClaim] = []
        for claim in try await queue.lostClaims() {
            try await connectedTarget().execute(
                SQL.endBackend, [.int(Int(claim.backend.pid)), .text(claim.backend.start)])
            if try await queue.requeue(claim) { requeued.append(claim) }
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
