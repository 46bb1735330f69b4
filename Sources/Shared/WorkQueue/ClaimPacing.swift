/// Decides where in the queue a slot looks for a chunk, and how long the slot waits if there is none.
///
/// A claim only looks at queue positions above the low watermark. This keeps claims fast while a long transaction
/// prevents the vacuum of dead rows. Released chunks keep their old position below the watermark, so the watermark
/// returns to 0 when a claim finds nothing, and every 30 seconds.
///
/// A claim from position 0 passes all those dead rows. The slower such claims have become, the fewer are made;
/// otherwise a hundred slots would do nothing else.
package struct ClaimPacing: Sendable {
    package enum Action: Hashable, Sendable {
        case claimAgain
        /// Wait for this duration, times a random factor from 0.75 to 1.25.
        case wait(Duration)
    }

    private static let resetInterval = Duration.seconds(30)
    private static let shortestWait = Duration.milliseconds(500)
    private static let longestWait = Duration.seconds(5)
    /// While there is work, claims from position 0 take at most 1/1000 of a slot's time.
    private static let busyShare = 1000
    private static let longestBusyRest = Duration.seconds(600)
    /// While there is no work, they take at most 1/100.
    private static let idleShare = 100
    /// An upper limit, since a claim also takes long if the process was suspended or the database stood still
    /// meanwhile.
    private static let longestIdleRest = Duration.seconds(30)

    /// Claims only look at queue positions above this one.
    package private(set) var lowWatermark = 0
    private var highest = 0
    private var wait = Self.shortestWait
    /// When the last claim from position 0 ended, and how long it took.
    private var frontClaim: (end: ContinuousClock.Instant, took: Duration)

    package init(now: ContinuousClock.Instant) {
        frontClaim = (now, .zero)
    }

    /// Records that a claim got a chunk.
    ///
    /// - Parameters:
    ///   - queuePosition: the chunk's position.
    ///   - took: how long the claim took.
    package mutating func claimed(queuePosition: Int, took: Duration = .zero, now: ContinuousClock.Instant) {
        noteFrontClaim(took, now)
        wait = Self.shortestWait
        highest = max(highest, queuePosition)
        let rest = min(max(Self.resetInterval, frontClaim.took * Self.busyShare), Self.longestBusyRest)
        lowWatermark = now - frontClaim.end >= rest ? 0 : highest
    }

    /// Records that a claim found no chunk, and returns what to do next.
    ///
    /// - Parameter took: how long the claim took.
    package mutating func foundNothing(took: Duration = .zero, now: ContinuousClock.Instant) -> Action {
        noteFrontClaim(took, now)
        let rest = min(frontClaim.took * Self.idleShare, Self.longestIdleRest)
        if lowWatermark > 0, now - frontClaim.end >= rest {
            lowWatermark = 0
            return .claimAgain
        }
        defer { wait = min(wait * 2, Self.longestWait) }
        lowWatermark = rest > wait ? highest : 0
        return .wait(wait)
    }

    private mutating func noteFrontClaim(_ took: Duration, _ now: ContinuousClock.Instant) {
        if lowWatermark == 0 { frontClaim = (now, took) }
    }
}
