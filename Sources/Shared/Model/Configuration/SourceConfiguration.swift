/// Which source to read and how to reach it, as configured.
package struct SourceConfiguration: Hashable, Sendable {
    package var connector: SourceConnector
    /// Connections to the source over all workers at most; nil: no limit.
    package var maxConnections: Int?
    package var snapshot: SnapshotMode
    package var dialect: SourceDialect
    /// Failures of the source in a row, over all workers, that keep them from it for a while.
    package var breakerFailures = 5
    /// For how long the first time; twice as long each time after.
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
