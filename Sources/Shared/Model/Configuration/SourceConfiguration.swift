/// Which source to read and how to reach it, as configured.
package struct SourceConfiguration: Hashable, Sendable {
    package var kind: SourceKind
    /// The ODBC connection string, or the URL of a PostgreSQL source; empty for other kinds.
    package var connection: Secret
    /// Of kind `adbc`.
    package var adbc: ADBCConfiguration?
    /// Connections to the source over all workers at most; nil: no limit.
    package var maxConnections: Int?
    package var snapshot: SnapshotMode
    package var dialect: SourceDialect
    /// Failures of the source in a row, over all workers, that keep them from it for a while.
    package var breakerFailures = 5
    /// For how long the first time; twice as long each time after.
    package var breakerRest = Duration.seconds(30)

    package init(
        kind: SourceKind = .odbc, connection: Secret, maxConnections: Int? = nil, snapshot: SnapshotMode = .auto,
        dialect: SourceDialect = .auto
    ) {
        self.kind = kind
        self.connection = connection
        self.maxConnections = maxConnections
        self.snapshot = snapshot
        self.dialect = dialect
    }
}
