import Events
import Model
import Synchronization
import WorkQueue

/// Keeps in the control database which step a table's publishing is at, for `status`.
///
/// Only a step that has lasted for a second is written: two thousand small tables cost nothing so.
final class StepRecord: Sendable {
    private struct State {
        var step: (name: PublicationStep, since: ContinuousClock.Instant)?
        var isWritten = true
    }

    private static let delay = Duration.seconds(1)

    private let state = Mutex(State())
    private let table: Int
    private let term: Term
    private let runs: Runs
    private let events: Events

    init(table: Int, term: Term, runs: Runs, events: Events) {
        self.table = table
        self.term = term
        self.runs = runs
        self.events = events
    }

    /// A step begins, and the one before has ended.
    func begin(_ step: PublicationStep) {
        state.withLock { $0 = State(step: (step, .now), isWritten: false) }
    }

    /// Runs `body`, and writes the steps that it begins.
    func during<Answer: Sendable>(_ body: () async throws -> Answer) async throws -> Answer {
        let writer = Task { try await write() }
        defer { writer.cancel() }
        return try await body()
    }

    /// Until its task is cancelled.
    private func write() async throws {
        while true {
            try await Task.sleep(for: Self.delay / 2)
            let due = state.withLock { state -> PublicationStep? in
                guard let step = state.step, !state.isWritten, .now - step.since >= Self.delay else { return nil }
                state.isWritten = true
                return step.name
            }
            guard let due else { continue }
            do {
                try await runs.record(due, of: table, under: term)
            } catch {
                // Publishing itself finds out what that means for it.
                events.record(.stepNotRecorded(due, error))
            }
        }
    }
}
