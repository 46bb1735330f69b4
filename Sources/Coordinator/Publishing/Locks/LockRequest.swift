package import Events
import Model
package import Postgres
import Statements

/// A step that needs locks on users' tables: tried in short attempts until it gets them, or until its time is over.
package struct LockRequest: Sendable {
    /// A description of the step: `replacing analytics.visits`.
    private let purpose: String
    /// The tables that others may have locked, quoted for SQL.
    private let relations: [String]
    private let patience: LockPatience
    private let events: Events

    package init(_ purpose: String, relations: [String], patience: LockPatience, events: Events) {
        self.purpose = purpose
        self.relations = relations
        self.patience = patience
        self.events = events
    }

    /// Performs `step`, whose transaction fails with 55P03 or 40P01 if it doesn't get its locks within the given time.
    ///
    /// `check` runs before each attempt and may throw.
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
                nextWord = min(max(waited * 2, .seconds(2)), waited + .seconds(60))
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 8 / 5, patience.longestPause)
        }
    }

    /// - Returns: `nil` if the locks weren't granted in time.
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
            hint: "End that session, then run the same command or `snowmelt publish RUN`; nothing is lost.")
    }

    private func holders(on target: PostgresConnection) async throws -> String {
        var names: [String] = []
        for relation in relations {
            names += try await target.query(SQL.lockHolders, [.text(relation)]).map { row in try row.string("holder") }
        }
        return names.isEmpty ? "a session that has released it" : names.joined(separator: ", ")
    }
}
