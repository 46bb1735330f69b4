package import Model

/// A row in the table of failures: the meaning of a kind of failure, and its consequences.
package struct FailureRule: Hashable, Sendable {
    /// Whether to retry.
    package enum Disposition: String, Hashable, Sendable {
        /// A retry may succeed.
        case transient
        /// A retry fails the same way until somebody changes something.
        case permanent
        /// The work belongs to somebody else and is dropped.
        case fenced
        /// The program can't continue.
        case fatal
    }

    /// Whether an attempt at a chunk counts if it ends with this failure.
    package enum Attempt: String, Hashable, Sendable {
        case counted
        case free
        /// It counts unless the source's breaker is open, or the source has become unreachable.
        case freeWhileSourceIsDown = "free while the source is down"
        /// No attempt ends with this failure.
        case notInChunk = "–"
    }

    /// What a worker does if the failure happens outside a chunk: while it connects, claims or reads a plan.
    package enum WorkerCourse: String, Hashable, Sendable {
        case goesOn = "tries again"
        case ends
    }

    /// What the operator does.
    package enum WayOut: Hashable, Sendable {
        /// Printed with the error; `{setting}` stands for the names of the connection's settings.
        case hint(String)
        /// Not printed, because the error's message says it.
        case note(String)
    }

    /// A sentence for the table in the documentation.
    package var meaning: String
    package var disposition: Disposition
    package var attempt: Attempt
    package var worker: WorkerCourse
    /// The exit status of a program that can't continue; `nil` if no program ends with this failure.
    package var exit: ExitStatus?
    package var wayOut: WayOut
    /// Advice that is appended to a chunk's error.
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

    /// The hint that is printed with an error, if there is one.
    ///
    /// - Parameter setting: the names of the failed connection's settings, such as `target.url`.
    package func hint(setting: String) -> String? {
        guard case .hint(let text) = wayOut else { return nil }
        return text.split(separator: "{setting}", omittingEmptySubsequences: false).joined(separator: setting)
    }
}
