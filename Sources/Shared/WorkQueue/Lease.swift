/// A worker's right to commit: granted by a heartbeat, trusted for less than the database grants.
///
/// Pure: instants come in, nothing is read here. The database decides whether a worker is alive; this only makes a
/// worker stop a little earlier than anybody else may start.
package struct Lease: Sendable {
    /// For how long the database grants it.
    package static let ttl = Duration.seconds(30)
    /// How often it is renewed.
    package static let interval = Duration.seconds(10)
    /// How much earlier than the database the worker stops trusting it.
    package static let margin = Duration.seconds(5)

    private var trustedUntil: ContinuousClock.Instant
    /// The database refused to renew it: this process start is over.
    package private(set) var isFenced = false

    /// The lease that registering the worker granted; the statement was sent at `sentAt`.
    package init(registeredAt sentAt: ContinuousClock.Instant) {
        trustedUntil = sentAt + Self.ttl - Self.margin
    }

    /// The heartbeat that was sent at `sentAt` was granted.
    package mutating func renew(sentAt: ContinuousClock.Instant) {
        trustedUntil = max(trustedUntil, sentAt + Self.ttl - Self.margin)
    }

    /// The heartbeat found no living worker of this id.
    package mutating func fence() {
        isFenced = true
    }

    /// Whether a chunk may still be committed at `now`.
    package func allowsCommit(at now: ContinuousClock.Instant) -> Bool {
        !isFenced && now < trustedUntil
    }
}
