import Postgres

/// A source that failed too often, so that nothing is claimed from it.
package struct BreakerStatus: Hashable, Sendable {
    package enum State: String, Sendable {
        /// It rests.
        case open
        /// One slot tries it.
        case halfOpen = "half_open"
    }

    package var state: State
    package var failures: Int
    package var since: String
    /// Until a slot may try it, when it is open.
    package var restSeconds: Double?
    package var error: String?

    package init(state: State, failures: Int, since: String, restSeconds: Double?, error: String?) {
        self.state = state
        self.failures = failures
        self.since = since
        self.restSeconds = restSeconds
        self.error = error
    }

    /// Nil: the breaker is closed.
    init?(_ row: PostgresRow) throws(PostgresError) {
        guard let state: State = try row.optionalValue("breaker_state") else { return nil }
        self.init(
            state: state, failures: try row.int("failures"), since: try row.string("breaker_since"),
            restSeconds: state == .open ? try row.optionalDouble("rest_seconds") : nil,
            error: try row.optionalString("breaker_error"))
    }
}
