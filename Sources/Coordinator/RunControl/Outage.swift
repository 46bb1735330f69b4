import Events
import Model
import Postgres

/// Waits until transient errors of a database are over.
///
/// Says what waits, why and for how long, when an outage begins and at least once a minute while it lasts.
struct Outage {
    private var since: ContinuousClock.Instant?
    /// When to say it again, as a time since the beginning.
    private var nextWord = Duration.zero

    /// How long to wait for the end of an outage; a failover takes minutes at most.
    private static let patience = Duration.seconds(900)

    /// Pauses after a transient error; throws it if the outage has lasted too long or the user wants to stop.
    mutating func wait(
        for purpose: String, _ error: PostgresError, stop: StopSignal, events: Events
    ) async throws {
        let start = since ?? .now
        since = start
        let waited = ContinuousClock.now - start
        if let refusal = stop.refusal { throw refusal }
        guard !stop.isSet, waited < Self.patience else { throw error }
        if waited >= nextWord {
            events.record(
                .databaseUnavailable(purpose: purpose, error, waited: waited, limit: Self.patience))
            nextWord = min(max(waited * 2, .seconds(5)), waited + .seconds(55))
        }
        try await Task.sleep(for: .seconds(1))
    }

    mutating func end() { self = Outage() }
}
