package import Failures
import Model

/// Decides whether copying a chunk may continue.
///
/// Pure: the caller passes in the time and the facts.
package struct TransferWatch: Sendable {
    package enum Verdict: Hashable, Sendable {
        case carryOn
        case cancel(Reason)
    }

    package enum Reason: Hashable, Sendable {
        /// The worker's lease ran out: another worker may be copying the chunk.
        case leaseLost
        /// The run was cancelled or is complete.
        case runEnded
        /// No row moved for too long.
        case stalled
        /// The worker stops, and the chunk wasn't finished within the grace period.
        case shutdown
        /// The worker's deadline is near.
        case deadline

        /// The rule for this reason in the table of failures.
        package var rule: FailureRule {
            switch self {
            case .leaseLost: ChunkFailure.leaseLost.rule
            case .runEnded: ChunkFailure.runEnded.rule
            case .stalled: ChunkFailure.stalled.rule
            case .shutdown: ChunkFailure.workerStops.rule
            case .deadline: ChunkFailure.deadline.rule
            }
        }
    }

    package struct Facts: Sendable {
        package var now: ContinuousClock.Instant
        /// Rows moved so far in this attempt.
        package var rows: Int
        package var isLeaseTrusted: Bool
        package var isRunActive: Bool
        package var isStopping: Bool

        package init(
            now: ContinuousClock.Instant, rows: Int, isLeaseTrusted: Bool, isRunActive: Bool, isStopping: Bool
        ) {
            self.now = now
            self.rows = rows
            self.isLeaseTrusted = isLeaseTrusted
            self.isRunActive = isRunActive
            self.isStopping = isStopping
        }
    }

    private let grace: Duration
    private let stallTimeout: Duration
    private let end: ContinuousClock.Instant?
    /// The time reserved for releasing a chunk.
    package static let releaseTime = Duration.seconds(5)
    private var lastRows = 0
    private var lastProgress: ContinuousClock.Instant
    private var stoppingSince: ContinuousClock.Instant?

    /// Starts watching an attempt.
    ///
    /// - Parameters:
    ///   - grace: how long the attempt may continue after a request to stop.
    ///   - stallTimeout: how long no row may move.
    ///   - end: when the process will be ended from outside; the chunk is released before that.
    package init(
        grace: Duration, stallTimeout: Duration, end: ContinuousClock.Instant?,
        startedAt now: ContinuousClock.Instant
    ) {
        self.grace = grace
        self.stallTimeout = stallTimeout
        self.end = end
        lastProgress = now
    }

    package mutating func verdict(_ facts: Facts) -> Verdict {
        if facts.rows != lastRows {
            lastRows = facts.rows
            lastProgress = facts.now
        }
        if facts.isStopping, stoppingSince == nil { stoppingSince = facts.now }

        if !facts.isLeaseTrusted { return .cancel(.leaseLost) }
        if !facts.isRunActive { return .cancel(.runEnded) }
        if facts.now - lastProgress >= stallTimeout { return .cancel(.stalled) }
        if let end, facts.now >= end - Self.releaseTime { return .cancel(.deadline) }
        if let stoppingSince, facts.now - stoppingSince >= grace { return .cancel(.shutdown) }
        return .carryOn
    }
}
