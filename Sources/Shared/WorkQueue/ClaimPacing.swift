/// Where a slot looks in the queue, and how long it waits when there is nothing.
///
/// The low watermark keeps claims flat while a long transaction keeps dead rows from being vacuumed; chunks that were
/// released keep their old place behind it, so it goes back to 0 when a claim comes back empty and every 30 seconds.
package struct ClaimPacing: Sendable {
    package enum Action: Hashable, Sendable {
        case claimAgain
        /// Wait this long, times a random factor from 0.75 to 1.25.
        case wait(Duration)
    }

    private static let resetInterval = Duration.seconds(30)
    private static let shortestWait = Duration.milliseconds(500)
    private static let longestWait = Duration.seconds(5)

    /// Claims look at queue positions above this.
    package private(set) var lowWatermark = 0
    private var wait = Self.shortestWait
    private var lastReset: ContinuousClock.Instant

    package init(now: ContinuousClock.Instant) {
        lastReset = now
    }

    /// A chunk was claimed.
    package mutating func claimed(queuePosition: Int, now: ContinuousClock.Instant) {
        wait = Self.shortestWait
        if now - lastReset >= Self.resetInterval {
            lowWatermark = 0
            lastReset = now
        } else {
            lowWatermark = max(lowWatermark, queuePosition)
        }
    }

    /// No chunk was to be had.
    package mutating func foundNothing(now: ContinuousClock.Instant) -> Action {
        lastReset = now
        if lowWatermark > 0 {
            lowWatermark = 0
            return .claimAgain
        }
        defer { wait = min(wait * 2, Self.longestWait) }
        return .wait(wait)
    }
}
