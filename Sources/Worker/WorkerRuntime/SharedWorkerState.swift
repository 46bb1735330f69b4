import Model
import Synchronization
import WorkQueue

/// The state shared by a worker's heartbeat, slots and reaper.
final class SharedWorkerState: Sendable {
    private struct Shared {
        var lease: Lease
        var reply: HeartbeatReply
        var isStopping = false
        var heldTokens: Set<RandomID> = []
        var occupancy = Occupancy()
    }

    let identity: WorkerIdentity
    private let shared: Mutex<Shared>

    init(identity: WorkerIdentity, lease: Lease, reply: HeartbeatReply) {
        self.identity = identity
        shared = Mutex(Shared(lease: lease, reply: reply))
    }

    /// Whether the worker may still commit chunks.
    var isLeaseTrusted: Bool {
        shared.withLock { $0.lease.allowsCommit(at: .now) }
    }

    var isStopping: Bool {
        shared.withLock(\.isStopping)
    }

    /// The runs to claim chunks from, oldest first.
    var claimableRuns: [RandomID] {
        shared.withLock { shared in shared.reply.active.filter { !shared.reply.paused.contains($0) } }
    }

    func isActive(_ run: RandomID) -> Bool {
        shared.withLock { $0.reply.active.contains(run) }
    }

    func renewed(sentAt: ContinuousClock.Instant, _ reply: HeartbeatReply) {
        shared.withLock { shared in
            shared.lease.renew(sentAt: sentAt)
            shared.reply = reply
        }
    }

    func fence() {
        shared.withLock { $0.lease.fence() }
    }

    /// Tokens of the claims that slots hold or have requested.
    var heldTokens: Set<RandomID> {
        shared.withLock(\.heldTokens)
    }

    /// Records that a slot is about to send a claim with this token.
    func hold(_ token: RandomID) {
        shared.withLock { _ = $0.heldTokens.insert(token) }
    }

    /// Records that the slot is done with the claim, whether or not the claim's end was written.
    func letGo(_ token: RandomID) {
        shared.withLock { _ = $0.heldTokens.remove(token) }
    }

    /// Reads or changes the occupancy of this process.
    func occupancy<Result: Sendable>(_ body: (inout Occupancy) -> Result) -> Result {
        shared.withLock { body(&$0.occupancy) }
    }

    func stop() {
        shared.withLock { $0.isStopping = true }
    }
}
