package import Model
package import RowSource

/// Encodes column batches as one `COPY … FROM STDIN (FORMAT binary)` stream.
///
/// One per chunk and slot, owned by the thread that encodes. A block of rows is encoded column by column: each column
/// converts and measures its fields, which determines where each row starts, and then writes them there. The bytes are
/// sent in pieces of at most `sendBytes`; a single value larger than that is sent directly from its own memory. Rows
/// that don't fill a piece wait for the next batch or for `finish`.
///
/// Every value is encoded exactly, or refused with an `EncodeError`. The encoder can't be used after an error.
package struct CopyEncoder: ~Copyable {
    /// Rows encoded so far.
    package private(set) var rowsEncoded = 0
    /// Bytes passed to `send` so far, including header and trailer.
    package private(set) var bytesEncoded = 0

    private let columns: [ColumnSpec]
    private var strips: [FieldStrip]
    private let buffer: UnsafeMutableRawPointer
    private let capacity: Int
    private var used = 0
    /// Per row of the block: first its size in bytes, then the position of its next field.
    private let rowBytes: UnsafeMutablePointer<Int>
    private let cursors: UnsafeMutablePointer<Int>

    /// `PGCOPY\n\377\r\n\0`, followed by zero flags and an empty header extension.
    private static let header: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// - Parameters:
    /// - columns: in the order of the batches' columns.
    ///   - sendBytes: at least 64.
    /// - maxValueBytes: longer values are refused.
    package init(
        columns: [ColumnSpec], sendBytes: Int = 512 << 10, maxValueBytes: Int = .max
    ) throws(EncodeError) {
        guard columns.count <= 1600 else {
            let column = columns[1600]
            throw EncodeError(column: column.source, row: nil, target: column.targetType, refusal: .tooManyColumns)
        }
        self.columns = columns
        strips = columns.map { FieldStrip(target: $0.targetType, maxValueBytes: maxValueBytes) }
        capacity = max(sendBytes, 64)
        buffer = .allocate(byteCount: capacity, alignment: 16)
        rowBytes = .allocate(capacity: FieldStrip.maximumRows)
        cursors = .allocate(capacity: FieldStrip.maximumRows)
        UnsafeMutableRawBufferPointer(start: buffer, count: capacity).copyBytes(from: Self.header)
        used = Self.header.count
    }

    deinit {
        for strip in strips { strip.deallocate() }
        buffer.deallocate()
        rowBytes.deallocate()
        cursors.deallocate()
    }

    /// Encodes a batch and passes each full piece to `send`; the bytes are valid only during the call.
    ///
    /// Throws `EncodeError` and whatever `send` throws. The batch's memory isn't used after this returns.
    package mutating func encode(_ batch: ColumnBatch, send: (UnsafeRawBufferPointer) throws -> Void) throws {
        if let last = columns.indices.last, batch.columns.count != columns.count {
            throw error(in: min(batch.columns.count, last), row: nil, .columnMissing)
        }
        var first = 0
        while first < batch.rowCount {
            let rows = first..<min(first + FieldStrip.maximumRows, batch.rowCount)
            try measure(batch, rows)
            try write(rows.count, send)
            rowsEncoded += rows.count
            first = rows.upperBound
        }
    }

    /// Sends the remaining bytes and the trailer.
    package mutating func finish(send: (UnsafeRawBufferPointer) throws -> Void) throws {
        try makeRoom(2, send)
        buffer.storeBigEndian(Int16(-1), at: used)
        used += 2
        try flush(send)
    }

    // MARK: A block of rows

    private mutating func measure(_ batch: ColumnBatch, _ rows: Range<Int>) throws {
        rowBytes.update(repeating: 2, count: rows.count)
        for index in strips.indices {
            do throws(RefusedValue) {
                try strips[index].load(batch.columns[index], rows)
            } catch {
                throw self.error(in: index, row: rowsEncoded + error.row + 1, error.refusal)
            }
            strips[index].measure(rows.count, into: rowBytes)
        }
    }

    private mutating func write(_ rowCount: Int, _ send: (UnsafeRawBufferPointer) throws -> Void) throws {
        var first = 0
        while first < rowCount {
            var (end, total) = (first, used)
            while end < rowCount, total + rowBytes[end] <= capacity {
                cursors[end] = total
                total += rowBytes[end]
                end += 1
            }
            if end > first {
                write(first..<end, total)
                first = end
            } else if used > 0 {
                try flush(send)
            } else {
                try writeLargeRow(first, send)
                first += 1
            }
        }
    }

    private mutating func write(_ rows: Range<Int>, _ end: Int) {
        for row in rows {
            buffer.storeBigEndian(Int16(truncatingIfNeeded: columns.count), at: cursors[row])
            (cursors + row).pointee += 2
        }
        for index in strips.indices { strips[index].write(rows, into: buffer, cursors) }
        used = end
    }

    /// Writes a row larger than the buffer, field by field; a field that is itself larger is sent directly from its own
    /// memory.
    private mutating func writeLargeRow(_ row: Int, _ send: (UnsafeRawBufferPointer) throws -> Void) throws {
        try makeRoom(2, send)
        buffer.storeBigEndian(Int16(truncatingIfNeeded: columns.count), at: used)
        used += 2
        for index in strips.indices {
            let size = strips[index].fieldBytes(row)
            if size <= capacity {
                try makeRoom(size, send)
                cursors[row] = used
                strips[index].write(row..<row + 1, into: buffer, cursors)
                used += size
            } else {
                try makeRoom(FieldStrip.maximumHead, send)
                used += strips[index].writeHead(row, into: buffer + used)
                try flush(send)
                let body = strips[index].body(row)
                try send(body)
                bytesEncoded += body.count
            }
        }
    }

    private mutating func makeRoom(_ bytes: Int, _ send: (UnsafeRawBufferPointer) throws -> Void) throws {
        if used + bytes > capacity { try flush(send) }
    }

    private mutating func flush(_ send: (UnsafeRawBufferPointer) throws -> Void) throws {
        let piece = UnsafeRawBufferPointer(start: buffer, count: used)
        used = 0
        try send(piece)
        bytesEncoded += piece.count
    }

    private func error(in index: Int, row: Int?, _ refusal: Refusal) -> EncodeError {
        EncodeError(column: columns[index].source, row: row, target: columns[index].targetType, refusal: refusal)
    }
}
