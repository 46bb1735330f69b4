/// A source's circuit breaker: when it opens, and for how long.
package struct SourceBreaker: Hashable, Sendable {
    /// What a slot may do with the source.
    package enum State: String, Sendable {
        /// Connect.
        case closed
        /// Don't connect yet.
        case open
        /// Ask to be the one that tries the source, and connect if granted.
        case due
    }

    /// The effect of a failure of the source.
    package struct Failure: Hashable, Sendable {
        /// Failures since the last success.
        package var count: Int
        /// Whether the breaker isn't closed, no matter which failure opened it.
        package var isBarred: Bool
        /// How long the breaker stays open if this failure opened it; otherwise `nil`.
        package var opensFor: Duration?
    }

    /// The source's name without secrets, as stored with runs.
    package var source: String
    /// Number of failures in a row that opens the breaker.
    package var threshold: Int
    /// How long the breaker stays open the first time.
    package var rest: Duration

    package init(source: String, threshold: Int, rest: Duration) {
        self.source = source
        self.threshold = threshold
        self.rest = rest
    }
}
