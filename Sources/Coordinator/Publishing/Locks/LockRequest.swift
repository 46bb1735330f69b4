package import Events
import Model
package import Postgres
import Statements

/// A step that needs locks on users' tables: tried in short attempts until it has them, or until it was long enough.
package struct LockRequest: Sendable {
    /// What is to be done: `replacing analytics.visits`.
    private let purpose: String
    /// The tables that may be locked by others, as SQL names them.
    private let relations: [String]
    private let patience: LockPatience
    private let events: Events

    package init(_ purpose: String, relations: [String], patience: LockPatience, events: Events) {
        self.purpose = purpose
        self.relations = relations
        self.patience = patience
        self.events = events
    }

    /// Performs `step`, whose transaction gives up with 55P03 or 40P01 when its locks don't come within the time that it
    /// is given.
    ///
    /// `check` is asked before each attempt and may throw.
    package func perform<Answer: Sendable>(
        on target: PostgresConnection, check: @Sendable () throws -> Void = {},
        _ step: @Sendable (Duration) async throws -> Answer
    ) async throws -> Answer {
        let start = ContinuousClock.now
        var pause = patience.firstPause
        var nextWord = Duration.zero
        while true {
            try check()
            if let answer = try await attempt(step) { return answer }
            let waited = ContinuousClock.now - start
            let isOver = waited >= patience.limit
            if isOver || waited >= nextWord {
                let holders = try await holders(on: target)
                guard !isOver else { throw tooLong(holders) }
                say(holders, waited)
                nextWord = max(waited * 2, .seconds(2))
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 8 / 5, patience.longestPause)
        }
    }

    /// nil: the locks didn't come in time.
    private func attempt<Answer: Sendable>(
        _ step: @Sendable (Duration) async throws -> Answer
    ) async throws -> Answer? {
        do {
            return try await step(patience.attempt)
        } catch let error as PostgresError {
            guard ["55P03", "40P01"].contains(error.sqlState ?? "") else { throw error }
            return nil
        }
    }

    private func say(_ holders: String, _ waited: Duration) {
        events.record(.lockAwaited(purpose: purpose, holders: holders, waited: waited, limit: patience.limit))
    }

    private func tooLong(_ holders: String) -> Failure {
        Failure(
            .target, "\(purpose): no lock within \(patience.limit.components.seconds) s; held by \(holders)",
            hint: "End what holds it, then run the same command, or `snowmelt publish RUN`; nothing is lost.")
    }

    private func holders(on target: PostgresConnection) async throws -> String {
        var names: [String] = []
        for relation in relations {
            names += try await target.query(SQL.lockHolders, [.text(relation)]).map { row in try row.string("holder") }
        }
        return names.isEmpty ? "somebody who has let go" : names.joined(separator: ", ")
    }
}
