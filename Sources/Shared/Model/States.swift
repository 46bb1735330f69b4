// The states of runs, tables, chunks and workers. Only this file knows their stored form: raw values are the texts in
// the control database. A "state" is stored; a "phase" is derived from states and shown by the views.

/// The state of a run.
package enum RunState: Hashable, Sendable {
    case planning, active, paused, completed, cancelled

    /// The state as table `run` stores it.
    ///
    /// A pause is a separate flag, because a run can be paused while it is planned.
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

/// The progress of a run, as operators see it.
package enum RunPhase: String, CaseIterable, Sendable {
    case planning, pending
    case inProgress = "in_progress"
    case paused, publishing, completed, failed, cancelled

    package var hasEnded: Bool { self == .completed || self == .cancelled }
}

/// The state of a run's table.
package enum TableState: String, CaseIterable, Sendable {
    /// Registered; its chunks aren't written yet.
    case planning
    /// Its chunks are being copied.
    case loading
    case publishing, completed, cancelled
}

/// The progress of a table, as operators see it.
package enum TablePhase: String, CaseIterable, Sendable {
    case planning, pending
    case inProgress = "in_progress"
    case publishing, completed, failed, cancelled

    package var hasEnded: Bool { self == .completed || self == .cancelled }
}

/// The state of a chunk in the queue.
package enum ChunkState: String, CaseIterable, Sendable {
    /// Waiting for a slot, now or after a delay.
    case ready
    case claimed
    /// Its receipt is committed.
    case done
    /// Attempts are used up, or no attempt can succeed; `requeue` makes it ready again.
    case failed
}

/// How an attempt at a chunk ended, or what returned the chunk to the queue.
package enum AttemptOutcome: String, CaseIterable, Sendable {
    case done
    /// Released without a failure.
    case released
    /// Released at the worker's deadline.
    case overdue
    case retried, failed
    /// Its worker died, or lost track of it.
    case lost
    case requeued
    /// The chunk was replaced by its halves.
    case split
}

/// The state of rows that a run has copied directly into a table that readers see.
package enum DirectLoadState: String, CaseIterable, Sendable {
    /// They belong to an unpublished run.
    case open
    /// A later run copied all its rows in addition.
    case accepted
    /// A later run took them over as its own.
    case continued
    /// The table was emptied or replaced.
    case removed
}

/// The progress of a chunk, as operators see it.
package enum ChunkPhase: String, CaseIterable, Sendable {
    case pending
    case inProgress = "in_progress"
    case completed, failed
}

/// The state of a worker, as it reports it.
package enum WorkerState: String, CaseIterable, Sendable {
    case alive
    /// It claims no more chunks.
    case draining
    case gone
}

/// The condition of a worker, as operators see it.
package enum WorkerPhase: String, CaseIterable, Sendable {
    case alive, draining, gone
    /// Its lease ran out, and it didn't report that it ended.
    case lost
}
