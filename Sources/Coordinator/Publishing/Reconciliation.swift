import Model
import Postgres
import Receipts
import Statements
import WorkQueue

/// Corrects the queue to match the receipts, which are the truth, before a table is published.
struct Reconciliation: Sendable {
    let term: Term
    let table: StoredTable
    /// The table that readers see; the fence is on it.
    let owned: QualifiedName
    /// The queue's chunks, read before the receipts: a chunk that is done here had already left its receipt.
    let queued: QueuedChunks
    /// The result rows of `receipts(of:_:)`.
    let receipts: [PostgresRow]
    let runs: Runs
    let queue: WorkQueue
    let target: PostgresConnection

    private var run: RandomID { term.run }

    struct Outcome: Sendable {
        /// Chunks that must be copied again, because they were marked done without a receipt.
        var requeued = 0
        /// Chunks that have a receipt but weren't marked done.
        var completed = 0
        /// Chunks that were split in the target, and now are split in the queue, too.
        var split = 0
        /// The rows that the receipts prove, and the size in bytes of their COPY data.
        var rows = 0
        var bytes = 0
        /// Chunks that are neither marked done nor have a receipt.
        var open = 0
        /// Split chunks whose parts have, in total, another number of rows than the plan counted.
        var changed: [(chunk: Int, planned: Int, copied: Int)] = []

        /// Whether every chunk of the table is copied and has its receipt.
        var isWhole: Bool { requeued + split + open == 0 }
    }

    /// The call that reads a table's receipts from the target.
    static func receipts(of run: RandomID, _ table: StoredTable) -> StatementCall {
        StatementCall(SQL.receiptsOfTable, [.text(run.text), .int(table.number), .int(table.epoch)])
    }

    func run() async throws -> Outcome {
        var proven: [Int: CopiedChunk] = [:]
        proven.reserveCapacity(receipts.count)
        var void: [Int: [ChunkHalf]] = [:]
        for receipt in receipts {
            let number = try receipt.int("chunk_no")
            switch try ChunkReceipt(receipt) {
            case .copied(let copied): proven[number] = copied
            case .void(let halves): void[number] = halves
            }
        }
        let unreceipted = queued.chunks.filter { $0.isDone && proven[$0.number] == nil && void[$0.number] == nil }
        if !unreceipted.isEmpty { try await checkUnproven(unreceipted.map(\.number)) }
        var outcome = Outcome(
            rows: proven.values.reduce(0) { $0 + $1.rows }, bytes: proven.values.reduce(0) { $0 + $1.bytes })
        outcome.changed = try await checkSplits(proven: proven.mapValues(\.rows), void: void)
        for chunk in queued.chunks {
            let key = key(chunk.number)
            if let halves = void[chunk.number] {
                try await queue.split(key, into: halves)
                outcome.split += 1
                continue
            }
            switch (chunk.isDone, proven[chunk.number]) {
            case (true, .some): continue
            case (true, nil):
                try await queue.requeueUnreceipted(key, under: term)
                outcome.requeued += 1
            case (false, let copied?):
                try await queue.complete(key, copied)
                outcome.completed += 1
            case (false, nil):
                outcome.open += 1
            }
        }
        return outcome
    }

    /// Refuses to copy done chunks without receipts again if their rows may still be in the table.
    ///
    /// If the target was restored to an earlier time, it lost the rows together with the receipts, and the chunks are
    /// copied again. If only the receipts are gone, copying again would double the rows.
    private func checkUnproven(_ chunks: [Int]) async throws {
        guard let spec = table.spec else { return }
        let loaded = try await LoadedRows.count(
            in: spec.loadTable, run: run, tableNumber: table.number, epoch: table.epoch,
            isOwnTable: spec.mode.isStaged, on: target)
        guard loaded.unproven > 0 else { return }
        throw Failure(
            .verificationDiffers,
            "\(spec.loadTable): chunks \(NumberRanges.text(chunks)) are marked as copied and have no receipts, but "
                + "\(loaded.unproven) rows are there that no receipt proves; copying them again could double them",
            hint: "Receipts were deleted. Cancel the run, remove its rows from the table, and start again.")
    }

    /// Restores lost void receipts; returns the split chunks whose number of rows differs from the plan's.
    ///
    /// A split chunk must keep its void receipt. Without it, a worker that was suspended before the split could still
    /// copy the whole chunk. A target can lose the receipt if it is restored to an earlier time, or if it crashes and
    /// the table is unlogged. Then the receipt is written again. Throws if the chunk was copied whole in the meantime.
    private func checkSplits(
        proven: [Int: Int], void: [Int: [ChunkHalf]]
    ) async throws -> [(chunk: Int, planned: Int, copied: Int)] {
        let halves = Dictionary(uniqueKeysWithValues: queued.splits.map { ($0.number, $0.halves.map(\.number)) })
        func copied(_ number: Int) -> Int {
            proven[number] ?? halves[number, default: []].reduce(0) { $0 + copied($1) }
        }
        for split in queued.splits where void[split.number] == nil {
            guard proven[split.number] == nil, try await voidAgain(split) else {
                throw Failure(
                    .refused,
                    "chunk \(split.number) of table \(table.number) was split, and copied whole all the same after "
                        + "the target had lost transactions; not published",
                    hint: "Cancel the run and start again; a target that fails over needs synchronous replication.")
            }
        }
        return queued.splits.compactMap { split in
            guard let planned = split.expectedRows else { return nil }
            let copied = copied(split.number)
            return copied == planned ? nil : (split.number, planned, copied)
        }
    }

    /// Writes a split chunk's void receipt again; returns `false` if the chunk has a receipt.
    private func voidAgain(_ split: SplitChunk) async throws -> Bool {
        let halves = try split.halves.stored
        let nobody = "00000000-0000-0000-0000-000000000000"
        return try await target.transaction(
            holding: [
                StatementCall(
                    SQL.holdFence,
                    [.text(owned.schemaOrPublic), .text(owned.name), .text(run.text), .int(table.epoch)])
            ],
            permit: { rows in
                try await runs.require(term)
                return rows[0]
            }
        ) { [run, table] target, held in
            // No fence: the table is published, cancelled or taken over, so nobody can commit the chunk any more.
            guard let fence = held.first else { return true }
            return try !target.query(
                fence.bool("unlogged") ? SQL.insertUnloggedVoidReceipt : SQL.insertVoidReceipt,
                [
                    .text(run.text), .int(table.number), .int(table.epoch), .int(split.number), 0, .text(nobody),
                    .text(Snapshot.unpinned.text), .text(halves),
                ]
            ).isEmpty
        }
    }

    private func key(_ chunk: Int) -> ChunkKey {
        ChunkKey(runID: run, tableNumber: table.number, epoch: table.epoch, chunkNumber: chunk)
    }
}
