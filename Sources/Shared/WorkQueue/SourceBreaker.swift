/// When a source's circuit breaker opens, and for how long.
package struct SourceBreaker: Hashable, Sendable {
    /// What a slot may do at the source.
    package enum State: String, Sendable {
        /// Connect.
        case closed
        /// Nothing yet.
        case open
        /// Take the probe, and connect if it gets it.
        case due
    }

    /// What a failure did.
    package struct Failure: Hashable, Sendable {
        /// Failures since the source last did something right.
        package var count: Int
        /// The breaker isn't closed, whoever opened it.
        package var isBarred: Bool
        /// This failure opened it, for so long; nil: it didn't.
        package var opensFor: Duration?
    }

    /// Names the source without secrets, as runs do.
    package var source: String
    /// Failures in a row that open it.
    package var threshold: Int
    /// How long it rests the first time.
    package var rest: Duration

    package init(source: String, threshold: Int, rest: Duration) {
        self.source = source
        self.threshold = threshold
        self.rest = rest
    }
}
