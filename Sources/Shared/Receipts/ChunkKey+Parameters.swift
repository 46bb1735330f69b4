package import Model
package import Postgres

extension ChunkKey {
    /// As the statements on work rows and receipts take it: run_id, table_no, epoch, chunk_no.
    package var parameters: [PostgresValue] {
        [.text(runID.text), .int(tableNumber), .int(epoch), .int(chunkNumber)]
    }
}
