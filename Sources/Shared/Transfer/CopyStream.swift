import Model
import PGCopy
import Postgres
import RowSource

/// Sends one chunk's rows to the target on the connection's own thread, encoding them unless they are COPY bytes
/// already.
actor CopyStream {
    private let connection: PostgresConnection
    private var encoder: CopyEncoder
    /// Time spent encoding and sending (`busyTime`), and sending alone (`sendTime`).
    private(set) var busyTime = Duration.zero
    private(set) var sendTime = Duration.zero
    /// Bytes and rows that came as COPY bytes and were passed on unchanged.
    private var bytesPassed = 0
    private var rowsPassed = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }

    init(to connection: PostgresConnection, columns: [ColumnSpec], maxValueBytes: Int) throws(EncodeError) {
        self.connection = connection
        encoder = try CopyEncoder(columns: columns, maxValueBytes: maxValueBytes)
    }

    var bytes: Int { bytesPassed > 0 ? bytesPassed : encoder.bytesEncoded }
    var rows: Int { bytesPassed > 0 ? rowsPassed : encoder.rowsEncoded }

    /// Encodes a batch, and sends the pieces that are full.
    ///
    /// Returns the number of bytes encoded so far.
    func send(_ batch: ColumnBatch) throws -> Int {
        try timed { encoder, send in try encoder.encode(batch, send: send) }
        return encoder.bytesEncoded
    }

    /// Sends a piece unchanged.
    ///
    /// Returns the number of bytes passed on so far.
    func pass(_ piece: CopyPiece) throws -> Int {
        try timed { _, send in try send(piece.bytes) }
        bytesPassed += piece.bytes.count
        rowsPassed += piece.rowCount
        return bytesPassed
    }

    /// Sends the remaining bytes, and returns the number of rows that the server stored.
    func finish() throws -> Int {
        // The COPY bytes of a source include their own trailer.
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

/// How long the target may take for one piece or for the end of a COPY.
///
/// Generous, since the stall watchdog reacts first.
let chunkDeadline = Duration.seconds(1800)
