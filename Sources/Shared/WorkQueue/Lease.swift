/// A worker's right to commit, granted by a heartbeat and trusted for a shorter time than the database grants.
///
/// Pure: the caller passes in all instants. The database alone decides whether a worker is alive. The margin only makes
/// a worker stop a little before others may take its chunks.
package struct Lease: Sendable {
    /// How long the database grants a lease.
    package static let ttl = Duration.seconds(30)
    /// How often the worker renews its lease.
    package static let interval = Duration.seconds(10)
    /// How long before its end the worker stops trusting the lease.
    package static let margin = Duration.seconds(5)

    private var trustedUntil: ContinuousClock.Instant
    /// Whether the database refused to renew the lease; then this process has to end.
    package private(set) var isFenced = false

    /// The lease granted by the worker's registration.
    ///
    /// - Parameter sentAt: when the registering statement was sent.
    package init(registeredAt sentAt: ContinuousClock.Instant) {
        trustedUntil = sentAt + Self.ttl - Self.margin
    }

    /// Records a successful heartbeat.
    ///
    /// - Parameter sentAt: when the heartbeat was sent.
    package mutating func renew(sentAt: ContinuousClock.Instant) {
        trustedUntil = max(trustedUntil, sentAt + Self.ttl - Self.margin)
    }

    /// Records that a heartbeat found no live worker with this id.
    package mutating func fence() {
        isFenced = true
    }

    /// Whether a chunk may still be committed at `now`.
    package func allowsCommit(at now: ContinuousClock.Instant) -> Bool {
        !isFenced && now < trustedUntil
    }
}
