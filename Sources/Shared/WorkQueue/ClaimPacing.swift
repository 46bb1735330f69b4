/// Where a slot looks in the queue, and how long it waits when there is nothing.
///
/// The low watermark keeps claims flat while a long transaction keeps dead rows from being vacuumed; chunks that were
/// released keep their old place behind it, so it goes back to 0 when a claim comes back empty and every 30 seconds.
/// A claim from the front passes all those dead rows. Where that has become slow it is made more rarely, or a hundred
/// slots would do nothing else.
package struct ClaimPacing: Sendable {
    package enum Action: Hashable, Sendable {
        case claimAgain
        /// Wait this long, times a random factor from 0.75 to 1.25.
        case wait(Duration)
    }

    private static let resetInterval = Duration.seconds(30)
    private static let shortestWait = Duration.milliseconds(500)
    private static let longestWait = Duration.seconds(5)
    /// While there is work, claims from the front take at most one part in so many of a slot's time.
    private static let busyShare = 1000
    private static let longestBusyRest = Duration.seconds(600)
    /// The same while there is none.
    private static let idleShare = 100
    /// A claim also takes long when the process sleeps meanwhile, or the database stands still.
    private static let longestIdleRest = Duration.seconds(30)

    /// Claims look at queue positions above this.
    package private(set) var lowWatermark = 0
    private var highest = 0
    private var wait = Self.shortestWait
    /// When the last claim from the front ended, and how long it took.
    private var frontClaim: (end: ContinuousClock.Instant, took: Duration)

    package init(now: ContinuousClock.Instant) {
        frontClaim = (now, .zero)
    }

    /// A chunk was claimed, by a claim that took so long.
    package mutating func claimed(queuePosition: Int, took: Duration = .zero, now: ContinuousClock.Instant) {
        noteFrontClaim(took, now)
        wait = Self.shortestWait
        highest = max(highest, queuePosition)
        let rest = min(max(Self.resetInterval, frontClaim.took * Self.busyShare), Self.longestBusyRest)
        lowWatermark = now - frontClaim.end >= rest ? 0 : highest
    }

    /// No chunk was to be had, which took so long to find out.
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
