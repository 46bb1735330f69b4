package import Model
package import Postgres
import Statements

/// The circuit breaker of a source, which all its workers share.
///
/// Closed, workers connect and claim. After failures in a row it opens: nobody connects or claims until it has rested;
/// then one slot of one worker tries the source, and either closes it or lets it rest longer.
extension WorkQueue {
    /// Makes sure that the source's breaker exists.
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

    /// Makes the slot the one that tries a source whose rest is over; false: another one does.
    package func takeProbe(_ breaker: SourceBreaker, worker: RandomID, slot: Int) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.takeSourceProbe, [.text(breaker.source), .text(worker.text), .int(slot)]
        ).isEmpty
    }

    /// Counts a failure of the source, and opens its breaker when it is one too many.
    package func sourceFailed(
        _ breaker: SourceBreaker, worker: RandomID, slot: Int, error: String
    ) async throws(PostgresError) -> SourceBreaker.Failure {
        let rows = try await database.query(
            SQL.failSource,
            [
                .text(breaker.source), .text(worker.text), .int(slot), .int(breaker.threshold),
                .double(breaker.rest.inSeconds), .text(error),
            ])
        guard let row = rows.first else { return SourceBreaker.Failure(count: 0, isBarred: false, opensFor: nil) }
        let rest = Duration.seconds(try row.optionalDouble("rest") ?? 0)
        return SourceBreaker.Failure(
            count: try row.int("failures"), isBarred: try row.string("state") != "closed",
            opensFor: try row.bool("opens") ? rest : nil)
    }

    /// Closes the breaker: the slot's probe has reached the source.
    ///
    /// Whether the probe was still the slot's.
    package func closeBreaker(
        _ breaker: SourceBreaker, worker: RandomID, slot: Int
    ) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.closeSourceBreaker, [.text(breaker.source), .text(worker.text), .int(slot)]
        ).isEmpty
    }

    /// Forgets the source's failures: a chunk was copied from it.
    package func clearFailures(_ breaker: SourceBreaker) async throws(PostgresError) {
        try await database.execute(SQL.clearSourceFailures, [.text(breaker.source)])
    }
}
