package import Model
package import WorkQueue

/// The answer to an invocation, the run's state after it: `{"run_id", "remaining", "failed", "done"}`.
package struct WorkAnswer: Hashable, Sendable, Encodable {
    /// `nil` if the config has no unfinished run.
    package var runID: RandomID?
    /// Number of chunks that still have to be copied, by any worker.
    package var remaining: Int
    /// Number of chunks that failed permanently.
    package var failed: Int
    /// Whether nothing is left to copy, so that no further invocation is needed.
    package var done: Bool

    /// The answer if there is no run to work on.
    package static let nothing = WorkAnswer(runID: nil, remaining: 0, failed: 0, done: true)

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case remaining, failed, done
    }

    private init(runID: RandomID?, remaining: Int, failed: Int, done: Bool) {
        self.runID = runID
        self.remaining = remaining
        self.failed = failed
        self.done = done
    }

    package init(_ status: RunStatus) {
        let remaining = status.tables.reduce(0) { $0 + $1.ready + $1.claimed }
        let isDone =
            switch status.state {
            // Not all of its chunks exist yet.
            case .planning: false
            case .completed, .cancelled: true
            case .pending, .inProgress, .paused, .publishing, .failed: remaining == 0
            }
        self.init(
            runID: status.id, remaining: remaining, failed: status.tables.reduce(0) { $0 + $1.failed }, done: isDone)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        // Null if there is none, since a state machine's path to the key must exist.
        try container.encode(runID?.text, forKey: .runID)
        try container.encode(remaining, forKey: .remaining)
        try container.encode(failed, forKey: .failed)
        try container.encode(done, forKey: .done)
    }
}
