/// How a coordinator process identifies itself when it leads a run.
package struct CoordinatorIdentity: Sendable {
    /// How long a lead lasts unless it is renewed.
    package static let lease = Duration.seconds(30)

    /// A description for people: `user@host, process 123`.
    package var who: String
    package var lease: Duration
    /// The process, for other processes of its host; `nil` if it is unknown.
    package var process: String?

    package init(who: String, lease: Duration = Self.lease, process: String? = nil) {
        self.who = who
        self.lease = lease
        self.process = process
    }
}
