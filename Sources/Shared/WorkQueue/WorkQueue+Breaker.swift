package import Model
package import Postgres
import Statements

/// The circuit breaker of a source, shared by all its workers.
///
/// While it is closed, workers connect and claim. After a number of failures in a row it opens: nobody connects or
/// claims for a while. Then one slot of one worker tries the source. A login isn't enough: the source is on trial until
/// a chunk is copied. That closes the breaker; a failure opens it again for longer.
///
/// A refused login doesn't open the breaker. It ends the worker, because only a person can correct a credential.
extension WorkQueue {
    /// Creates the source's breaker if it doesn't exist, and lets a slot try the source at once if it is open.
    package func prepareBreaker(_ breaker: SourceBreaker) async throws(PostgresError) {
        try await database.execute(SQL.prepareSourceBreaker, [.text(breaker.source)])
    }

    /// Whether a slot may connect now.
    package func breakerState(
        _ breaker: SourceBreaker, worker: RandomID, slot: Int
    ) async throws(PostgresError) -> SourceBreaker.State {
        let rows = try await database.query(
            SQL.sourceBreakerState, [.text(breaker.source), .text(worker.text), .int(slot)])
        guard let row = rows.first else { return .closed }
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

    /// Notes that a source refused a login, with the reason and what to do, for `status`.
    ///
    /// - Parameters:
    ///   - source: the source's name without secrets, as stored with runs.
    ///   - worker: the worker whose slot may be probing the source; any other value for a coordinator.
    package func loginRefused(
        by source: String, worker: RandomID, slot: Int = 0, error: String
    ) async throws(PostgresError) {
        try await database.execute(
            SQL.refuseSourceLogin, [.text(source), .text(worker.text), .int(slot), .note(error)])
    }

    /// Lets the slot that probes the source claim from it, after it has connected.
    ///
    /// Returns `false` if the slot is no longer the one that probes the source.
    package func beginTrial(
        _ breaker: SourceBreaker, worker: RandomID, slot: Int
    ) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.beginSourceTrial, [.text(breaker.source), .text(worker.text), .int(slot)]
        ).isEmpty
    }

    /// Resets the failures of a source that has answered; returns whether this closed its breaker.
    package func sourceAnswered(_ breaker: SourceBreaker) async throws(PostgresError) -> Bool {
        try Self.closes(try await database.query(SQL.clearSourceFailures, [.text(breaker.source)]))
    }

    /// Whether the answer of `clear_source_failures` says that it closed the breaker.
    static func closes(_ rows: [PostgresRow]) throws(PostgresError) -> Bool {
        try rows.first?.bool("closes") ?? false
    }
}
