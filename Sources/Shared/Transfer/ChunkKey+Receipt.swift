import Model
import Postgres
import Statements

extension ChunkKey {
    /// As the statements on receipts take it: run_id, table_no, epoch, chunk_no.
    var parameters: [PostgresValue] {
        [.text(runID.text), .int(tableNumber), .int(epoch), .int(chunkNumber)]
    }
}

extension PostgresConnection {
    /// A chunk's receipt, whoever left it; nil: it has none.
    func receipt(of key: ChunkKey) throws(PostgresError) -> ChunkReceipt? {
        guard let row = try query(SQL.readReceipt, key.parameters).first else { return nil }
        if let halves = try row.optionalString("halves") { return .void(halves: halves) }
        return .copied(CopiedChunk(rows: try row.int("rows"), bytes: try row.int("bytes")))
    }
}
