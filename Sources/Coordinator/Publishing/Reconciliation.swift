import Model
import Postgres
import Statements
import WorkQueue

/// Brings the queue in line with the receipts, which are the truth, before a table is published.
struct Reconciliation: Sendable {
    let run: RandomID
    let table: StoredTable
    let runs: Runs
    let target: PostgresConnection

    struct Outcome: Sendable {
        /// Chunks that have to be copied again: marked done without a receipt.
        var requeued = 0
        /// Chunks that were copied without being marked done.
        var completed = 0
        /// Rows that the receipts prove.
        var rows = 0
        /// Chunks with neither.
        var open = 0
    }

    func run() async throws -> Outcome {
        let receipts = try await target.query(
            SQL.receiptsOfTable, [.text(run.text), .int(table.number), .int(table.epoch)], deadline: .seconds(300))
        var proven: [Int: (rows: Int, bytes: Int)] = [:]
        proven.reserveCapacity(receipts.count)
        for receipt in receipts {
            proven[try receipt.int("chunk_no")] = (try receipt.int("rows"), try receipt.int("bytes"))
        }
        var outcome = Outcome(rows: proven.values.reduce(0) { $0 + $1.rows })
        for chunk in try await runs.work(run, table: table) {
            let key = ChunkKey(
                runID: run, tableNumber: table.number, epoch: table.epoch, chunkNumber: chunk.chunkNumber)
            switch (chunk.isDone, proven[chunk.chunkNumber]) {
            case (true, .some): continue
            case (true, nil):
                try await runs.requeueUnreceipted(key)
                outcome.requeued += 1
            case (false, let receipt?):
                try await runs.complete(key, rows: receipt.rows, bytes: receipt.bytes)
                outcome.completed += 1
            case (false, nil):
                outcome.open += 1
            }
        }
        return outcome
    }
}
