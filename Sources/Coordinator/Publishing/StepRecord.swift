package import Events
import Model
import Synchronization
package import WorkQueue

/// Stores the current step of planning or publishing a table in the control database, for `status`.
///
/// A step is only written after it has lasted for a second, so that many small tables cost nothing.
package final class StepRecord<Step: RawRepresentable<String> & Sendable>: Sendable {
    private struct State {
        var step: (name: Step, since: ContinuousClock.Instant)?
        var isWritten = true
    }

    private static var delay: Duration { .seconds(1) }

    private let state = Mutex(State())
    private let table: Int
    private let term: Term
    private let runs: Runs
    private let events: Events

    package init(table: Int, term: Term, runs: Runs, events: Events) {
        self.table = table
        self.term = term
        self.runs = runs
        self.events = events
    }

    /// Marks the beginning of a step, and the end of the one before.
    package func begin(_ step: Step) {
        state.withLock { $0 = State(step: (step, .now), isWritten: false) }
    }

    /// Runs `body` and writes the steps that it begins.
    package func during<Answer: Sendable>(_ body: () async throws -> Answer) async throws -> Answer {
        let writer = Task { try await write() }
        defer { writer.cancel() }
        return try await body()
    }

    /// Runs until its task is cancelled.
    private func write() async throws {
        while true {
            try await Task.sleep(for: Self.delay / 2)
            let due = state.withLock { state -> Step? in
                guard let step = state.step, !state.isWritten, .now - step.since >= Self.delay else { return nil }
                state.isWritten = true
                return step.name
            }
            guard let due else { continue }
            do {
                try await runs.record(step: due.rawValue, of: table, under: term)
            } catch {
                // If the database is gone, whoever works on the table will find out.
                events.record(.stepNotRecorded(due.rawValue, error))
            }
        }
    }
}
