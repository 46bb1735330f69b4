package import Events
package import Model
package import RowSource

/// Counts the rows of tables at the source.
package struct SourceCount: Sendable {
    private let source: any RowSource
    private let events: Events

    package init(source: any RowSource, events: Events) {
        self.source = source
        self.events = events
    }

    /// The number of rows of a run's table, at the snapshot if it can still be read, otherwise now.
    package func rows(of spec: TableSpec, in run: RandomID, at snapshot: Snapshot = .unpinned) async throws -> Int {
        let connection = try await source.connect()
        let rows = try await connection.closing {
            try await withTaskCancellationHandler {
                try await connection.label(
                    StatementLabel(run: run, table: spec.source, holdsUserSQL: spec.holdsUserSQL ?? true))
                if let fingerprint = spec.fingerprint {
                    let identity = try await connection.databaseIdentity()
                    guard try await connection.matches(fingerprint, identity: identity) else {
                        throw Failure.otherSource(spec.source)
                    }
                }
                try await read(connection, at: snapshot)
                return try await connection.rows(spec.countQuery)
            } onCancel: {
                connection.cancel()
            }
        }
        guard let count = rows.first?.first?.flatMap({ Int($0) }) else {
            throw Failure(.source, "\(spec.source): the source didn't return a row count")
        }
        return count
    }

    private func read(_ connection: any SourceConnection, at snapshot: Snapshot) async throws(SourceError) {
        do throws(SourceError) {
            try await connection.read(at: snapshot)
        } catch {
            guard error.kind == .statement else { throw error }
            events.record(.snapshotGone)
        }
    }
}
