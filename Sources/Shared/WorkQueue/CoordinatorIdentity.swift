/// Who leads runs: one start of a coordinator.
package struct CoordinatorIdentity: Sendable {
    /// How long a lead lasts without being renewed.
    package static let lease = Duration.seconds(30)

    /// For people: `user@host, process 123`.
    package var who: String
    package var lease: Duration

    package init(who: String, lease: Duration = Self.lease) {
        self.who = who
        self.lease = lease
    }
}
