package import Model
package import Postgres

extension ChunkKey {
    /// The parameters for statements on work rows and receipts: run_id, table_no, epoch, chunk_no.
    package var parameters: [PostgresValue] {
        [.text(runID.text), .int(tableNumber), .int(epoch), .int(chunkNumber)]
    }
}
