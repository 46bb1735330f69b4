import Postgres

/// The circuit breaker of a source that failed too often, or refused a login.
package struct BreakerStatus: Hashable, Sendable {
    package enum State: String, Sendable {
        /// The source rests: nobody connects.
        case open
        /// One slot tries the source; the others wait until it has copied a chunk.
        case halfOpen = "half_open"
        /// The source refused the login of a worker, which ended, and nothing was copied since.
        case refused
    }

    package var state: State
    /// Failures in a row.
    package var failures: Int
    /// When the current state began, by the database's clock.
    package var since: String
    /// Seconds until a slot may try the source; `nil` unless the breaker is open.
    package var restSeconds: Double?
    package var error: String?

    package init(state: State, failures: Int, since: String, restSeconds: Double?, error: String?) {
        self.state = state
        self.failures = failures
        self.since = since
        self.restSeconds = restSeconds
        self.error = error
    }

    /// `nil` if the breaker is closed.
    init?(_ row: PostgresRow) throws(PostgresError) {
        guard let state: State = try row.optionalValue("breaker_state") else { return nil }
        self.init(
            state: state, failures: try row.int("failures"), since: try row.string("breaker_since"),
            restSeconds: state == .open ? try row.optionalDouble("rest_seconds") : nil,
            error: try row.optionalString("breaker_error"))
    }
}
