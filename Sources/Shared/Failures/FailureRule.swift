package import Model

/// A row of the table of failures: what a kind of failure means and what follows from it.
package struct FailureRule: Hashable, Sendable {
    /// Whether to try again.
    package enum Disposition: String, Hashable, Sendable {
        /// It may work when tried again.
        case transient
        /// It fails the same way until somebody changes something.
        case permanent
        /// Somebody else owns the work: it is dropped.
        case fenced
        /// The program can't go on at all.
        case fatal
    }

    /// Whether the attempt at a chunk that ended so counts.
    package enum Attempt: String, Hashable, Sendable {
        case counted
        case free
        /// It counts unless the source's breaker is open, or the source can't be connected to any more.
        case freeWhileSourceIsDown = "free while the source is down"
        /// No attempt ends so.
        case notInChunk = "–"
    }

    /// What a worker does that meets it outside of a chunk: while it connects, claims or reads a plan.
    package enum WorkerCourse: String, Hashable, Sendable {
        case goesOn = "tries again"
        case ends
        /// It ends if the source has never let it in; later it tries again.
        case endsAtFirstContact = "ends if it was never connected"
    }

    /// What the operator does.
    package enum WayOut: Hashable, Sendable {
        /// Printed with the error; `{setting}` stands for the settings of the connection.
        case hint(String)
        /// Not printed: the error's own words say it.
        case note(String)
    }

    /// A sentence for the table.
    package var meaning: String
    package var disposition: Disposition
    package var attempt: Attempt
    package var worker: WorkerCourse
    /// How a program ends that can't go on; `nil` if no program ends so.
    package var exit: ExitStatus?
    package var wayOut: WayOut
    /// Goes after the error of a chunk.
    package var chunkAdvice: String?

    init(
        _ meaning: String, _ disposition: Disposition, _ attempt: Attempt, worker: WorkerCourse = .goesOn,
        exit: ExitStatus?, _ wayOut: WayOut, chunkAdvice: String? = nil
    ) {
        self.meaning = meaning
        self.disposition = disposition
        self.attempt = attempt
        self.worker = worker
        self.exit = exit
        self.wayOut = wayOut
        self.chunkAdvice = chunkAdvice
    }

    /// What is printed with an error, if anything is.
    ///
    /// - Parameter setting: the settings of the connection that failed: `target.url`.
    package func hint(setting: String) -> String? {
        guard case .hint(let text) = wayOut else { return nil }
        return text.split(separator: "{setting}", omittingEmptySubsequences: false).joined(separator: setting)
    }
}
