package import Model
package import Postgres
import Statements

/// The circuit breaker of a source, shared by all its workers.
///
/// While it is closed, workers connect and claim. After a number of failures in a row it opens: nobody connects or
/// claims for a while. Then one slot of one worker tries the source, and either closes the breaker or opens it again
/// for longer.
extension WorkQueue {
    /// Creates the source's breaker if it doesn't exist.
    package func prepareBreaker(_ breaker: SourceBreaker) async throws(PostgresError) {
        try await database.execute(SQL.prepareSourceBreaker, [.text(breaker.source)])
    }

    /// Whether a slot may connect now.
    package func breakerState(_ breaker: SourceBreaker) async throws(PostgresError) -> SourceBreaker.State {
        guard let row = try await database.query(SQL.sourceBreakerState, [.text(breaker.source)]).first else {
            return .closed
        }
        return SourceBreaker.State(rawValue: try row.string("state")) ?? .open
    }

    /// Makes this slot the one that tries a source after its rest; returns `false` if another slot does.
    package func takeProbe(_ breaker: SourceBreaker, worker: RandomID, slot: Int) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.takeSourceProbe, [.text(breaker.source), .text(worker.text), .int(slot)]
        ).isEmpty
    }

    /// Counts a failure of the source, and opens its breaker if the threshold is reached.
    package func sourceFailed(
        _ breaker: SourceBreaker, worker: RandomID, slot: Int, error: String
    ) async throws(PostgresError) -> SourceBreaker.Failure {
        let rows = try await database.query(
            SQL.failSource,
            [
                .text(breaker.source), .text(worker.text), .int(slot), .int(breaker.threshold),
                .double(breaker.rest.inSeconds), .note(error),
            ])
        guard let row = rows.first else { return SourceBreaker.Failure(count: 0, isBarred: false, opensFor: nil) }
        let rest = Duration.seconds(try row.optionalDouble("rest") ?? 0)
        return SourceBreaker.Failure(
            count: try row.int("failures"), isBarred: try row.string("state") != "closed",
            opensFor: try row.bool("opens") ? rest : nil)
    }

    /// Closes the breaker after the slot that tries the source has reached it.
    ///
    /// Returns `false` if the slot is no longer the one that tries the source.
    package func closeBreaker(
        _ breaker: SourceBreaker, worker: RandomID, slot: Int
    ) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.closeSourceBreaker, [.text(breaker.source), .text(worker.text), .int(slot)]
        ).isEmpty
    }
}
