package import Model
package import RowSource

/// An exported snapshot and the transaction that keeps it alive.
///
/// The transaction also holds a lock on each table that it has read. So nobody can rewrite, truncate or alter the
/// table, which would move its rows or make them vanish from the snapshot.
package final class HeldSnapshot: SnapshotHold {
    package let snapshot: Snapshot
    private let reader: PostgresSourceConnection

    init(snapshot: Snapshot, reader: PostgresSourceConnection) {
        self.snapshot = snapshot
        self.reader = reader
    }

    package var connection: any SourceConnection { reader }

    package func gap(_ table: SourceTable?) -> String? { nil }

    package func close() async {
        await reader.close()
    }
}
