package import Model
import Postgres
package import RowSource

/// Reads PostgreSQL through binary COPY, with one thread per connection.
///
/// Rows whose types match the target's are passed on unchanged: `CopyFraming` only counts them. Other columns are cast
/// by the server or decoded into column batches, as `CopyPlan` decides. The source may be a standby.
package struct PostgresSource: RowSource {
    /// Counting for a plan may take long; to stop it, cancel.
    static let longDeadline = Duration.seconds(24 * 3600)

    package let displayName: String
    let options: PostgresOptions

    package init(url: Secret, displayName: String = "PostgreSQL") {
        self.displayName = displayName
        options = PostgresOptions(
            url: url, applicationName: "snowmelt-source",
            // A snapshot is held for the whole run.
            settings: ["idle_in_transaction_session_timeout": "0"], isReadOnly: true)
    }

    package func connect() async throws(SourceError) -> any SourceConnection {
        try await open()
    }

    package var keepsSnapshots: Bool { false }

    /// An exported snapshot lives as long as the transaction that exported it; that transaction reads it, too.
    package func holdSnapshot() async throws(SourceError) -> (any SnapshotHold)? {
        let connection = try await connected()
        return try await connection.closingOnError { () async throws(SourceError) in
            if connection.isPooled, try await sharesSessions(connection) { throw Self.sharedPool }
            let source = PostgresSourceConnection(connection)
            return HeldSnapshot(snapshot: try await source.exportSnapshot(), reader: source)
        }
    }

    private static var sharedPool: SourceError {
        SourceError(
            .refused, operation: "snapshot",
            message: "source.url leads to a pooler that shares sessions between transactions: a snapshot would "
                + "occupy one of its connections for the whole run, and each slot another, for which other clients "
                + "would have to wait; and the pooler may end that session, or read from another server",
            advice: "Name the server itself in source.url, or a pool in session mode, or set source.snapshot: off.")
    }

    private func open() async throws(SourceError) -> PostgresSourceConnection {
        PostgresSourceConnection(try await connected())
    }

    private func connected() async throws(SourceError) -> PostgresConnection {
        do throws(PostgresError) {
            return try await PostgresConnection.connect(options)
        } catch {
            throw SourceError(error)
        }
    }

    /// Whether the pooler behind a connection may run each transaction in a different session.
    ///
    /// A pooler in session mode gives each connection one session for all its transactions.
    private func sharesSessions(_ first: PostgresConnection) async throws(SourceError) -> Bool {
        let ask = Statement(name: "session backend", text: "SELECT pg_catalog.pg_backend_pid()")
        let second = try await connected()
        do throws(PostgresError) {
            return try await second.closing { () async throws(PostgresError) in
                var (one, other): (Set<[String?]>, Set<[String?]>) = ([], [])
                for _ in 0..<5 {
                    one.formUnion(try await first.texts(ask))
                    other.formUnion(try await second.texts(ask))
                }
                return one.count > 1 || other.count > 1 || !one.isDisjoint(with: other)
            }
        } catch {
            throw SourceError(error)
        }
    }
}
