// The states of runs, tables, chunks and workers. This file is the one place that knows their stored form: a raw value
// is the text in the control database. A "state" is what is stored; a "phase" is what its views show, worked out from
// states.

/// What has become of a run.
package enum RunState: Hashable, Sendable {
    case planning, active, paused, completed, cancelled

    /// As the table `run` stores it: a pause is a flag beside the state, since a run may be paused while it is planned.
    package enum Stored: String, CaseIterable, Sendable {
        case planning, active, completed, cancelled
    }

    package init(_ stored: Stored, isPaused: Bool) {
        self =
            switch stored {
            case .planning: .planning
            case .active: isPaused ? .paused : .active
            case .completed: .completed
            case .cancelled: .cancelled
            }
    }

    package var hasEnded: Bool { self == .completed || self == .cancelled }
}

/// How far a run is, as operators see it.
package enum RunPhase: String, CaseIterable, Sendable {
    case planning, pending
    case inProgress = "in_progress"
    case paused, publishing, completed, failed, cancelled

    package var hasEnded: Bool { self == .completed || self == .cancelled }
}

/// What has become of a table of a run.
package enum TableState: String, CaseIterable, Sendable {
    /// Announced; its chunks aren't written yet.
    case planning
    /// Chunks are copied.
    case loading
    case publishing, completed, cancelled
}

/// How far a table is, as operators see it.
package enum TablePhase: String, CaseIterable, Sendable {
    case planning, pending
    case inProgress = "in_progress"
    case publishing, completed, failed, cancelled

    package var hasEnded: Bool { self == .completed || self == .cancelled }
}

/// A chunk's place in the queue.
package enum ChunkState: String, CaseIterable, Sendable {
    /// Waits for a slot, now or after a rest.
    case ready
    case claimed
    /// Its receipt is committed.
    case done
    /// Attempts are used up, or no attempt can succeed; `requeue` puts it back.
    case failed
}

/// How far a chunk is, as operators see it.
package enum ChunkPhase: String, CaseIterable, Sendable {
    case pending
    case inProgress = "in_progress"
    case completed, failed
}

/// What a worker says of itself.
package enum WorkerState: String, CaseIterable, Sendable {
    case alive
    /// It claims no more.
    case draining
    case gone
}

/// How a worker is, as operators see it.
package enum WorkerPhase: String, CaseIterable, Sendable {
    case alive, draining, gone
    /// Its lease ran out without a word.
    case lost
}
