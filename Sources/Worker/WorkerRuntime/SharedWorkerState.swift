import Model
import Synchronization
import WorkQueue

/// What a worker's heartbeat, slots and reaper tell each other.
final class SharedWorkerState: Sendable {
    private struct Shared {
        var lease: Lease
        var reply: HeartbeatReply
        var isStopping = false
        var heldTokens: Set<RandomID> = []
        var hasReachedSource = false
        var occupancy = Occupancy()
    }

    let identity: WorkerIdentity
    private let shared: Mutex<Shared>

    init(identity: WorkerIdentity, lease: Lease, reply: HeartbeatReply) {
        self.identity = identity
        shared = Mutex(Shared(lease: lease, reply: reply))
    }

    /// Whether chunks may still be committed.
    var isLeaseTrusted: Bool {
        shared.withLock { $0.lease.allowsCommit(at: .now) }
    }

    var isStopping: Bool {
        shared.withLock(\.isStopping)
    }

    /// Runs to claim from, oldest first.
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

    /// Tokens of the claims that slots hold or are asking for.
    var heldTokens: Set<RandomID> {
        shared.withLock(\.heldTokens)
    }

    /// A slot is about to send a claim with this token.
    func hold(_ token: RandomID) {
        shared.withLock { _ = $0.heldTokens.insert(token) }
    }

    /// The slot is done with the claim, whether or not its end was written.
    func letGo(_ token: RandomID) {
        shared.withLock { _ = $0.heldTokens.remove(token) }
    }

    /// Whether any slot has been connected to the source.
    var hasReachedSource: Bool {
        shared.withLock(\.hasReachedSource)
    }

    func sourceReached() {
        shared.withLock { $0.hasReachedSource = true }
    }

    /// Asks or changes who copies in this process.
    func occupancy<Result: Sendable>(_ body: (inout Occupancy) -> Result) -> Result {
        shared.withLock { body(&$0.occupancy) }
    }

    func stop() {
        shared.withLock { $0.isStopping = true }
    }
}
