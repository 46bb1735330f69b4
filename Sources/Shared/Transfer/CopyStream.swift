import Model
import PGCopy
import Postgres
import RowSource

/// One chunk's rows on their way into the target: encodes batches and sends them, or sends what is encoded, on the
/// connection's own thread.
actor CopyStream {
    private let connection: PostgresConnection
    private var encoder: CopyEncoder
    /// Time spent in `send`, encoding and sending together, and in sending alone.
    private(set) var busyTime = Duration.zero
    private(set) var sendTime = Duration.zero
    /// What came encoded, and went as it came.
    private var bytesPassed = 0
    private var rowsPassed = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }

    init(to connection: PostgresConnection, columns: [ColumnSpec], maxValueBytes: Int) throws(EncodeError) {
        self.connection = connection
        encoder = try CopyEncoder(columns: columns, maxValueBytes: maxValueBytes)
    }

    var bytes: Int { bytesPassed > 0 ? bytesPassed : encoder.bytesEncoded }
    var rows: Int { bytesPassed > 0 ? rowsPassed : encoder.rowsEncoded }

    /// Encodes a batch and sends what fills a piece.
    ///
    /// Returns the bytes sent so far.
    func send(_ batch: ColumnBatch) throws -> Int {
        try timed { encoder, send in try encoder.encode(batch, send: send) }
        return encoder.bytesEncoded
    }

    /// Sends a piece as it is.
    ///
    /// Returns the bytes sent so far.
    func pass(_ piece: CopyPiece) throws -> Int {
        try timed { _, send in try send(piece.bytes) }
        bytesPassed += piece.bytes.count
        rowsPassed += piece.rowCount
        return bytesPassed
    }

    /// Sends the rest.
    ///
    /// The rows that the server stored.
    func finish() throws -> Int {
        // The pieces of a source end with their own trailer.
        if bytesPassed == 0 { try timed { encoder, send in try encoder.finish(send: send) } }
        return try connection.assumeIsolated { try $0.finishCopy(deadline: chunkDeadline) }
    }

    private func timed(
        _ body: (inout CopyEncoder, (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        let start = ContinuousClock.now
        defer { busyTime += ContinuousClock.now - start }
        var sending = Duration.zero
        defer { sendTime += sending }
        let connection = connection
        try body(&encoder) { bytes in
            // SAFETY: both actors run on one thread; the bytes are used during this call only.
            nonisolated(unsafe) let bytes = bytes
            let start = ContinuousClock.now
            defer { sending += ContinuousClock.now - start }
            try connection.assumeIsolated { try $0.sendCopy(bytes, deadline: chunkDeadline) }
        }
    }
}

/// How long the target may take over one piece or the end of a COPY.
///
/// Generous: the stall watchdog comes first.
let chunkDeadline = Duration.seconds(1800)
