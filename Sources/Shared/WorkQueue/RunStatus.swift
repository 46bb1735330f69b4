package import Model
import Postgres

/// A run as `status` shows it.
package struct RunStatus: Sendable {
    package var id: RandomID
    package var name: String
    package var state: RunPhase
    package var source: String
    package var snapshot: String
    package var coordinator: String?
    package var createdAt: String
    package var completedAt: String?
    /// From its creation to its end, or until now.
    package var seconds: Double
    /// Why nothing of the run is being copied; `nil` if something is or may be, or if there is nothing left to copy.
    package var standstill: Standstill?
    package var tables: [TableStatus]
    /// The circuit breaker of the run's source; `nil` while it is closed.
    package var breaker: BreakerStatus?

    package init(
        id: RandomID, name: String, state: RunPhase, source: String, snapshot: String, coordinator: String?,
        createdAt: String, completedAt: String?, seconds: Double, tables: [TableStatus],
        breaker: BreakerStatus? = nil, standstill: Standstill? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.source = source
        self.snapshot = snapshot
        self.coordinator = coordinator
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.seconds = seconds
        self.tables = tables
        self.breaker = breaker
        self.standstill = standstill
    }

    /// A reason why chunks aren't copied.
    package struct Standstill: Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            case paused
            /// Chunks wait, but no worker is alive.
            case noWorker
        }

        package var reason: Reason
        /// `nil` for a run that an earlier version paused.
        package var since: String?
        /// How long ago that was.
        package var seconds: Double?

        package init(_ reason: Reason, since: String?, seconds: Double?) {
            self.reason = reason
            self.since = since
            self.seconds = seconds
        }
    }
}
