/// The configured source and its connection.
package struct SourceConfiguration: Hashable, Sendable {
    package var connector: SourceConnector
    /// Maximum number of connections to the source, over all workers; `nil` for no limit.
    package var maxConnections: Int?
    package var snapshot: SnapshotMode
    package var dialect: SourceDialect
    /// The number of consecutive failures, over all workers, that opens the circuit breaker.
    package var breakerFailures = 5
    /// How long the breaker stays open the first time; the time doubles with each consecutive opening.
    package var breakerRest = Duration.seconds(30)

    package init(
        _ connector: SourceConnector, maxConnections: Int? = nil, snapshot: SnapshotMode = .auto,
        dialect: SourceDialect = .auto
    ) {
        self.connector = connector
        self.maxConnections = maxConnections
        self.snapshot = snapshot
        self.dialect = dialect
    }
}
