import Model
import RowSource

/// A fixed point in time at which tables are read.
final class PinnedInstant: SnapshotHold {
    let snapshot: Snapshot
    private let reader: SnowflakeConnection

    init(_ instant: String, connection: SnowflakeConnection) {
        snapshot = .pinned(instant)
        reader = connection
        connection.read(at: instant)
    }

    var connection: any SourceConnection { reader }

    func gap(_ table: SourceTable?) -> String? {
        guard let table else { return "it is a query, which may use AT(TIMESTAMP => …) itself" }
        if table.isView { return "it is a view" }
        return reader.readsPast(table) ? nil : "its DATA_RETENTION_TIME_IN_DAYS is 0"
    }

    func close() async {
        await reader.close()
    }
}
