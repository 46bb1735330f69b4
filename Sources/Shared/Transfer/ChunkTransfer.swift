import FaultPoints
package import Model
import PGCopy
package import Postgres
import Receipts
package import RowSource
import Statements

/// Copies one chunk, from its claim to its receipt; knows no queue.
///
/// # Guarantee
///
/// The rows of a chunk reach the target exactly once. They and the chunk's receipt become visible in one transaction,
/// or not at all, and the receipt's primary key (run, table, epoch, chunk) admits one. Where two attempts at a chunk
/// live at the same time, the second to insert its receipt waits for the first one's transaction. If that commits, the
/// second is refused by the key and rolls back, its rows with it. Nothing else is relied on: not the queue, not leases,
/// not clocks, not the network.
///
/// A result means that the receipt is committed. An error means that this attempt left nothing, with one exception:
/// where the answer to COMMIT is lost, only the receipt tells what happened (`receipt(in:)`, on a new connection).
///
/// # Before COMMIT
///
/// - Rows fetched, rows encoded and rows stored (COPY's own count) are the same number, and the one that the plan
///   counted where the snapshot is pinned. The halves of a split chunk weren't counted by the plan; publishing holds
///   their sum against it.
/// - The fence row names this run and epoch. It is held shared until the end of the transaction, so a takeover, a new
///   plan or a publication waits for this attempt, or this attempt finds that it is too late. The fence also says which
///   of the two tables takes the receipt: a table that is loaded unlogged has its receipts in an unlogged one.
/// - The worker still trusts its lease (`mayCommit`). This only saves work: the key would do without.
///
/// # Limits
///
/// - Exactly once is meant of what the source hands over. A source that can't pin a point in time may hand over a row
///   twice or never while others move it from one chunk's range to another's; the plan says `unpinned` then.
/// - In mode `replace` readers see the rows when the table is published, in the other modes from COMMIT on.
/// - A target that loses commits it has acknowledged, by a failover to a standby that lags, loses rows and receipts
///   together; the chunks are copied again.
/// - About two batches are in memory, whatever the size of the chunk. The transaction is open as long as the chunk
///   takes, and holds the target's vacuum horizon for that time.
/// - A text or blob that outgrows the source's buffers starts the transaction anew, 40 times at most.
///
/// # States
///
/// ```
///   claimed
///      │   its receipt is there ────────▶ copied before: the result; void: `.split`
///   BEGIN, lock of the claim's token        by this lock others find the session, to end it
///      │
///   COPY into the load table               buffers outgrown ─▶ ROLLBACK, from BEGIN again
///      │
///   rows compared ──────────────────────▶ `.rowsDiffer`
///      │
///   fence held ─────────────────────────▶ `.fenced`: another run's, or a later epoch
///      │
///   receipt inserted                       refused by the key ─▶ ROLLBACK, the other attempt's receipt is the result
///      │
///   lease asked ────────────────────────▶ `.leaseLost`
///      │
///   COMMIT                                 no answer ─▶ `.target`: the receipt tells
///      │
///   copied
/// ```
///
/// After an error both connections may be in the middle of anything. The caller closes them, and the server rolls back.
package struct ChunkTransfer: Sendable {
    private static let mostRestarts = 40

    private let chunk: ClaimedChunk
    private let spec: TableSpec
    private let snapshot: Snapshot
    /// Settings of the target's transaction, as a JSON object.
    private let settings: String
    private let maxValueBytes: Int
    private let mayCommit: @Sendable () -> Bool
    private let progress: @Sendable (_ rows: Int) -> Void

    /// - Parameters:
    ///   - settings: of the target's transaction, as a JSON object.
    ///   - maxValueBytes: a longer value is refused.
    ///   - mayCommit: asked right before COMMIT.
    ///   - progress: told of the rows of each batch that was sent.
    package init(
        chunk: ClaimedChunk, spec: TableSpec, snapshot: Snapshot, settings: String, maxValueBytes: Int = .max,
        mayCommit: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (_ rows: Int) -> Void
    ) {
        self.chunk = chunk
        self.spec = spec
        self.snapshot = snapshot
        self.settings = settings
        self.maxValueBytes = maxValueBytes
        self.mayCommit = mayCommit
        self.progress = progress
    }

    /// Copies the chunk unless its receipt says that this was done before.
    ///
    /// Throws `.split` when the receipt is void. On an error the connections are in any state: close them.
    package func run(
        from source: any SourceConnection, to target: PostgresConnection
    ) async throws(TransferError) -> CopiedChunk {
        if let receipt = try await receipt(in: target) { return try Self.copied(receipt) }
        for _ in 0..<Self.mostRestarts {
            do {
                return try await withTaskCancellationHandler {
                    try await copy(from: source, to: target)
                } onCancel: {
                    source.cancel()
                    target.cancel()
                }
            } catch let error as SourceError where error.kind == .outgrown {
                // The source's buffers have grown; none of this attempt's rows may stay.
                try await rollback(target)
            } catch let error as PostgresError where error.isTakenReceipt {
                try await rollback(target)
                guard let receipt = try await receipt(in: target) else { throw .target(error) }
                return try Self.copied(receipt)
            } catch {
                throw Self.classified(error)
            }
        }
        throw .outgrown(restarts: Self.mostRestarts)
    }

    /// The receipt of this chunk, whichever attempt left it; nil if there is none.
    ///
    /// Also answers whether a COMMIT whose reply was lost took place.
    package func receipt(in target: PostgresConnection) async throws(TransferError) -> ChunkReceipt? {
        do throws(PostgresError) {
            return try await target.receipt(of: chunk.key)
        } catch {
            throw .target(error)
        }
    }

    private static func copied(_ receipt: ChunkReceipt) throws(TransferError) -> CopiedChunk {
        switch receipt {
        case .copied(let copied): return copied
        case .void(let halves): throw .split(halves: halves)
        }
    }

    private func copy(from source: any SourceConnection, to target: PostgresConnection) async throws -> CopiedChunk {
        try checkCancellation()
        let start = ContinuousClock.now
        let stream = try CopyStream(to: target, columns: spec.columns, maxValueBytes: maxValueBytes)
        // By the lock others find this transaction, when the claim is lost.
        try await target.begin(lock: chunk.token.text)
        _ = try await target.query(SQL.applySettings, [.text(settings)])
        try await target.startCopy(copyStatement)
        let fetched = try await send(from: source, to: stream)
        let stored = try await stream.finish()
        try FaultPoint.afterCopy.reach()
        try await check(fetched: fetched, encoded: stream.rows, stored: stored)

        let bytes = await stream.bytes
        try await leaveReceipt(rows: stored, bytes: bytes, in: target)
        try FaultPoint.beforeCommit.reach()
        try checkCancellation()
        guard mayCommit() else { throw TransferError.leaseLost }
        try await target.commit()

        var copied = CopiedChunk(rows: stored, bytes: bytes)
        let (busy, sending) = await (stream.busyTime, stream.sendTime)
        copied.encodeTime = busy - sending
        copied.targetTime = sending
        copied.sourceTime = ContinuousClock.now - start - busy
        return copied
    }

    /// Sends the chunk's rows, as the source has them or encoded here.
    ///
    /// The rows fetched.
    private func send(from source: any SourceConnection, to stream: CopyStream) async throws -> Int {
        let query = spec.chunkQuery(predicate: chunk.predicate)
        let options = CursorOptions(
            columns: spec.columns, batchRows: spec.batchRows, maxValueBytes: maxValueBytes)
        try await source.label(
            StatementLabel(
                run: chunk.key.runID, table: spec.source, chunk: chunk.key.chunkNumber,
                holdsUserSQL: spec.holdsUserSQL ?? true))
        try await source.read(at: snapshot)
        if let cursor = try await source.openCopy(query, options: options) {
            return try await pass(cursor, to: stream)
        }
        return try await encode(source.open(query, options: options), to: stream)
    }

    /// Fetches the next piece while the last is sent.
    private func pass(_ cursor: any CopyCursor, to stream: CopyStream) async throws -> Int {
        var fetched = 0
        var piece = try await cursor.next()
        while let current = piece {
            async let following = cursor.next()
            try checkCancellation()
            fetched += current.rowCount
            try FaultPoint.midFetch.reach()
            _ = try await stream.pass(current)
            try FaultPoint.midCopy.reach()
            progress(current.rowCount)
            piece = try await following
        }
        await cursor.close()
        return fetched
    }

    /// Fetches the next batch while the last is encoded and sent.
    private func encode(_ cursor: any BatchCursor, to stream: CopyStream) async throws -> Int {
        var fetched = 0
        var batch = try await cursor.next()
        while let current = batch {
            async let following = cursor.next()
            try checkCancellation()
            fetched += current.rowCount
            try FaultPoint.midFetch.reach()
            _ = try await stream.send(current)
            try FaultPoint.midCopy.reach()
            progress(current.rowCount)
            batch = try await following
        }
        await cursor.close()
        return fetched
    }

    /// A cancel reaches the statement that runs; between two statements this sees it.
    private func checkCancellation() throws(SourceError) {
        if Task.isCancelled {
            throw SourceError(.cancelled, operation: "transfer", message: "the chunk was cancelled")
        }
    }

    private func check(fetched: Int, encoded: Int, stored: Int) throws(TransferError) {
        guard fetched == encoded, encoded == stored else {
            throw .rowsDiffer(fetched: fetched, stored: stored, expected: nil)
        }
        // The plan hasn't counted the halves of a chunk that was split; publishing does.
        if case .pinned = snapshot, let expected = chunk.expectedRows, fetched != expected {
            throw .rowsDiffer(fetched: fetched, stored: stored, expected: expected)
        }
    }

    private func leaveReceipt(rows: Int, bytes: Int, in target: PostgresConnection) async throws {
        let key = chunk.key
        let held = try await target.query(
            SQL.holdFence,
            [
                .text(spec.target.schemaOrPublic), .text(spec.target.name), .text(key.runID.text),
                .int(key.epoch),
            ])
        guard let fence = held.first else { throw TransferError.fenced(spec.target) }
        try await target.execute(
            fence.bool("unlogged") ? SQL.insertUnloggedReceipt : SQL.insertReceipt,
            key.parameters + [
                .int(rows), .int(bytes), .int(chunk.attempt), .text(chunk.workerID.text), .text(snapshot.text),
            ])
    }

    private func rollback(_ target: PostgresConnection) async throws(TransferError) {
        do throws(PostgresError) {
            await target.abortCopy("the attempt starts again")
            try await target.rollback()
        } catch {
            throw .target(error)
        }
    }

    private var copyStatement: Statement {
        let columns = spec.columns.map { PostgresIdentifier.quoted($0.target) }.joined(separator: ", ")
        return Statement(
            name: "copy_chunk", text: "COPY \(spec.loadTable.postgresQuoted) (\(columns)) FROM STDIN (FORMAT binary)")
    }

    private static func classified(_ error: any Error) -> TransferError {
        switch error {
        case let error as TransferError: error
        case let error as SourceError: .source(error)
        case let error as PostgresError: .target(error)
        case let error as EncodeError: .encode(error)
        default: .source(SourceError(.other, operation: "transfer", message: "\(error)"))
        }
    }
}

extension PostgresError {
    /// Another attempt at the same chunk committed first.
    fileprivate var isTakenReceipt: Bool {
        sqlState == "23505" && [SQL.insertReceipt.name, SQL.insertUnloggedReceipt.name].contains(statement)
    }
}
