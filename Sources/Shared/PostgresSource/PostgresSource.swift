package import Model
import Postgres
package import RowSource

/// Reads PostgreSQL by COPY in its binary format, each connection on a thread of its own.
///
/// Rows whose types are those of the target go through as they are: `CopyFraming` only counts them. Others are cast by
/// the server or decoded into column batches; `CopyPlan` decides which. A standby will do.
package struct PostgresSource: RowSource {
    /// Planning may count for long; who waits cancels.
    static let longDeadline = Duration.seconds(24 * 3600)

    package let displayName: String
    let options: PostgresOptions

    package init(url: Secret, displayName: String = "PostgreSQL") {
        self.displayName = displayName
        options = PostgresOptions(
            url: url, applicationName: "snowmelt-source", session: ["default_transaction_read_only": "on"],
            isReadOnly: true)
    }

    package func connect() async throws(SourceError) -> any SourceConnection {
        try await open()
    }

    package var keepsSnapshots: Bool { false }

    /// An exported snapshot lives as long as the transaction that exported it, which reads it, too.
    package func holdSnapshot() async throws(SourceError) -> (any SnapshotHold)? {
        let connection = try await open()
        return HeldSnapshot(snapshot: try await connection.exportSnapshot(), reader: connection)
    }

    private func open() async throws(SourceError) -> PostgresSourceConnection {
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(options)
            // A server's own limits must not cut a long read. It doesn't know the newer ones of them.
            try await connection.execute(
                Statement(
                    name: "source session",
                    text: """
                        SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN \
                        ('statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', \
                        'transaction_timeout')
                        """))
            return PostgresSourceConnection(connection)
        } catch {
            throw SourceError(error)
        }
    }
}
