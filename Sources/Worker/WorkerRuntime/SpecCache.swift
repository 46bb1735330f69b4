import Model
import Postgres
import WorkQueue

/// The plans of the tables that this worker copies, each read once.
actor SpecCache {
    private struct Key: Hashable {
        var run: RandomID
        var table: Int
        var epoch: Int
    }

    private var tables: [Key: PlannedTable] = [:]

    func table(_ chunk: ChunkKey, queue: WorkQueue) async throws(PostgresError) -> PlannedTable? {
        let key = Key(run: chunk.runID, table: chunk.tableNumber, epoch: chunk.epoch)
        if let table = tables[key] { return table }
        let table = try await queue.tableSpec(run: chunk.runID, table: chunk.tableNumber)
        tables[key] = table
        return table
    }
}
