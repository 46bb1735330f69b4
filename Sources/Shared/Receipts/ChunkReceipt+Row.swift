// Reads the receipts of chunks from the target, and the halves in void receipts.

package import Model
package import Postgres
import Statements

extension ChunkReceipt {
    /// Reads a row of `read_receipt` or `receipts_of_table`.
    package init(_ row: PostgresRow) throws(PostgresError) {
        if let halves = try row.optionalString("halves") {
            self = .void(halves: try [ChunkHalf](stored: halves))
        } else {
            self = .copied(CopiedChunk(rows: try row.int("rows"), bytes: try row.int("bytes")))
        }
    }
}

extension PostgresConnection {
    /// A chunk's receipt from any attempt; `nil` if it has none.
    package func receipt(of key: ChunkKey) throws(PostgresError) -> ChunkReceipt? {
        guard let row = try query(SQL.readReceipt, key.parameters).first else { return nil }
        return try ChunkReceipt(row)
    }
}
