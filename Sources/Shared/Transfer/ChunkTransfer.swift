import FaultPoints
package import Model
import PGCopy
package import Postgres
import Receipts
package import RowSource
import Statements

/// Copies one chunk, from its claim to its receipt, without knowing the queue.
///
/// # Guarantee
///
/// The rows of a chunk reach the target exactly once. The rows and the chunk's receipt become visible in one
/// transaction or not at all, and the receipt's primary key (run, table, epoch, chunk) admits only one receipt. If two
/// attempts at a chunk run at the same time, the second to insert its receipt waits for the first one's transaction. If
/// that commits, the key refuses the second receipt, and the second attempt rolls back including its rows. The
/// guarantee depends on nothing else: not on the queue, leases, clocks or the network.
///
/// A result means that the receipt is committed. An error means that this attempt left nothing in the target, with one
/// exception: if the answer to COMMIT is lost, only the receipt tells what happened (`receipt(in:)`, on a new
/// connection).
///
/// # Before COMMIT
///
/// - The numbers of rows fetched, encoded and stored (according to COPY) are equal, and equal to the plan's if the
///   snapshot is pinned. The plan didn't count the halves of a split chunk; publishing compares their sum with the
///   plan.
/// - The fence row names this run and epoch. This attempt keeps a shared lock on the row until the end of the
///   transaction. So a takeover, a new plan or a publication waits for this attempt, or this attempt finds that it is
///   too late. The fence also says which of the two receipt tables to use: a table that is loaded unlogged has its
///   receipts in an unlogged table.
/// - The worker still trusts its lease (`mayCommit`). This only saves work; the key is enough for the guarantee.
///
/// # Limits
///
/// - "Exactly once" applies to the rows that the source returns. A source that can't pin a point in time may return a
///   row twice, or not at all, if the row moves from one chunk's range to another's meanwhile; such a plan says
///   `unpinned`.
/// - In mode `replace` readers see the rows once the table is published; in the other modes, from COMMIT on.
/// - A target that loses acknowledged commits, for example in a failover to a lagging standby, loses rows and receipts
///   together; their chunks are copied again.
/// - About two batches are in memory, regardless of the chunk's size. The transaction is open while the chunk is
///   copied, and holds back the target's vacuum horizon for that time.
/// - A text or blob that outgrows the source's buffers restarts the transaction, at most 40 times.
///
/// # States
///
/// ```
///   claimed
///      │
///   BEGIN, lock of the claim's token        others find the session by this lock, to end it
///      │   its receipt is there ────────▶ ROLLBACK, copied before: the result; void: `.split`
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
/// After an error both connections may be in any state. The caller closes them, and the server rolls back.
package struct ChunkTransfer: Sendable {
    private static let mostRestarts = 40

    private let chunk: ClaimedChunk
    private let spec: TableSpec
    private let snapshot: Snapshot
    /// Settings of the target's transaction.
    private let settings: [String: String]
    private let maxValueBytes: Int
    private let mayCommit: @Sendable () -> Bool
    private let progress: @Sendable (_ rows: Int) -> Void

    /// - Parameters:
    ///   - settings: settings of the target's transaction.
    ///   - maxValueBytes: maximum size in bytes of a value; longer ones are refused.
    ///   - mayCommit: whether the worker may still commit; called right before COMMIT.
    ///   - progress: called with the number of rows of each batch that was sent.
    package init(
        chunk: ClaimedChunk, spec: TableSpec, snapshot: Snapshot, settings: [String: String], maxValueBytes: Int = .max,
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

    /// Copies the chunk unless its receipt says that it is already copied.
    ///
    /// Throws `.split` if the receipt is void. After an error, close both connections.
    package func run(
        from source: any SourceConnection, to target: PostgresConnection
    ) async throws(TransferError) -> CopiedChunk {
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

    /// The receipt of this chunk, from any attempt; `nil` if there is none.
    ///
    /// Tells whether a COMMIT whose reply was lost has succeeded.
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
        // If the claim is lost, others find this transaction by the lock.
        let receipts = try await target.begin(
            settings: settings, lock: chunk.token.text, then: [StatementCall(SQL.readReceipt, chunk.key.parameters)])
        if let receipt = try receipts[0].first.map(ChunkReceipt.init) {
            try await target.rollback()
            return try Self.copied(receipt)
        }
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

    /// Sends the chunk's rows, either as COPY bytes from the source or encoded here, and returns the number of rows
    /// fetched.
    private func send(from source: any SourceConnection, to stream: CopyStream) async throws -> Int {
        let query = spec.chunkQuery(predicate: chunk.predicate)
        let options = CursorOptions(
            columns: spec.columns, batch: spec.batch, maxValueBytes: maxValueBytes)
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

    /// Sends COPY pieces from the source; fetches the next piece while the last is sent.
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

    /// Encodes and sends batches; fetches the next batch while the last is encoded and sent.
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

    /// Throws if the task was cancelled: a cancel only interrupts a running statement, and this notices it between two.
    private func checkCancellation() throws(SourceError) {
        if Task.isCancelled {
            throw SourceError(.cancelled, operation: "transfer", message: "the chunk was cancelled")
        }
    }

    private func check(fetched: Int, encoded: Int, stored: Int) throws(TransferError) {
        guard fetched == encoded, encoded == stored else {
            throw .rowsDiffer(fetched: fetched, stored: stored, expected: nil)
        }
        // The plan didn't count the halves of a split chunk; publishing compares their sum.
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
            await target.abortCopy("the attempt restarts")
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
