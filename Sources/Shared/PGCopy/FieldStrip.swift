import Model
import RowSource

/// One column's fields for a block of rows: converted, measured and ready to be written into the rows.
///
/// Fields of fixed width are stored as integers. Fields of variable length are references to the source's memory, or to
/// `scratch`, which holds converted values. Owned and freed by `CopyEncoder`.
struct FieldStrip {
    /// Rows per block; few enough for the rows being written to stay in the first-level cache.
    static let maximumRows = 256
    /// PostgreSQL's limit for a field in COPY: MaxAllocSize less one byte for its terminator and one for jsonb's
    /// version.
    static let maximumLength = 0x3FFF_FFFD
    /// Maximum bytes per value; longer values are refused.
    private let mostBytes: Int
    /// Scratch memory beyond this size is freed after the block.
    private static let keptScratch = 1 << 18

    enum Form {
        /// `cells` holds the field's bits; the width is 1, 2, 4 or 8 bytes.
        case fixed(width: Int)
        /// `cells` holds offsets from `base`, and `lengths` the lengths; `prefix` is 1 for jsonb's version byte.
        case bytes(prefix: Int)
    }

    let target: TargetType
    private(set) var form = Form.fixed(width: 8)
    private var hasNulls = false
    /// 1 for NULL.
    private let nulls: UnsafeMutablePointer<UInt8>
    private let cells: UnsafeMutablePointer<UInt64>
    private let lengths: UnsafeMutablePointer<Int32>
    private var base: UnsafeRawPointer
    private var scratch: UnsafeMutableRawPointer
    private var scratchCapacity: Int

    init(target: TargetType, maxValueBytes: Int) {
        self.target = target
        mostBytes = min(maxValueBytes, Self.maximumLength)
        nulls = .allocate(capacity: Self.maximumRows)
        cells = .allocate(capacity: Self.maximumRows)
        lengths = .allocate(capacity: Self.maximumRows)
        scratchCapacity = 4096
        scratch = .allocate(byteCount: scratchCapacity, alignment: 8)
        base = UnsafeRawPointer(scratch)
    }

    func deallocate() {
        nulls.deallocate()
        cells.deallocate()
        lengths.deallocate()
        scratch.deallocate()
    }

    // MARK: Converting

    /// Records which rows are NULL.
    ///
    /// A text or binary value is NULL if its length or the validity says so.
    mutating func markNulls(_ column: ColumnVector, _ rows: Range<Int>) {
        var found: UInt8 = 0
        let first = rows.lowerBound
        switch column.validity {
        case .allValid:
            nulls.update(repeating: 0, count: rows.count)
        case .lengths(let lengths):
            for row in 0..<rows.count {
                let null: UInt8 = lengths[first &+ row] < 0 ? 1 : 0
                nulls[row] = null
                found |= null
            }
        case .bitmap(let bits, let offset):
            for row in 0..<rows.count {
                let bit = offset &+ first &+ row
                let null = ~(bits[bit >> 3] >> UInt8(truncatingIfNeeded: bit & 7)) & 1
                nulls[row] = null
                found |= null
            }
        case .noneValid:
            nulls.update(repeating: 1, count: rows.count)
            found = 1
        }
        switch column.values {
        case .text(let slots), .binary(let slots):
            for row in 0..<rows.count {
                let null: UInt8 = slots.lengths[first &+ row] < 0 ? 1 : 0
                nulls[row] |= null
                found |= null
            }
        default: break
        }
        hasNulls = found != 0
    }

    /// Converts values to fields of fixed width.
    @inline(__always)
    mutating func fixed<Reader: ColumnReader, Field: FixedWidthInteger>(
        _ reader: Reader, _ rows: Range<Int>, _ convert: (Reader.Value) throws(Refusal) -> Field
    ) throws(RefusedValue) {
        form = .fixed(width: MemoryLayout<Field>.size)
        let (cells, nulls, hasNulls) = (cells, nulls, hasNulls)
        for row in 0..<rows.count {
            if hasNulls && nulls[row] != 0 { continue }
            do throws(Refusal) {
                cells[row] = UInt64(truncatingIfNeeded: try convert(reader.value(at: rows.lowerBound &+ row)))
            } catch {
                throw RefusedValue(row: row, refusal: error)
            }
        }
    }

    /// Converts values to fields that `write` stores in scratch memory; `write` returns the length, at most `bound`
    /// bytes.
    @inline(__always)
    mutating func written<Reader: ColumnReader>(
        _ reader: Reader, _ rows: Range<Int>, bound: (Reader.Value) -> Int,
        _ write: (Reader.Value, UnsafeMutableRawPointer) throws(Refusal) -> Int
    ) throws(RefusedValue) {
        form = .bytes(prefix: target == .jsonb ? 1 : 0)
        shrinkScratch()
        let (cells, nulls, lengths, hasNulls) = (cells, nulls, lengths, hasNulls)
        var (memory, capacity, used) = (scratch, scratchCapacity, 0)
        for row in 0..<rows.count {
            if hasNulls && nulls[row] != 0 {
                lengths[row] = -1
                continue
            }
            let value = reader.value(at: rows.lowerBound &+ row)
            let needed = used &+ bound(value)
            if needed > capacity {
                growScratch(to: needed, keeping: used)
                (memory, capacity) = (scratch, scratchCapacity)
            }
            do throws(Refusal) {
                let length = try write(value, memory + used)
                cells[row] = UInt64(truncatingIfNeeded: used)
                lengths[row] = Int32(truncatingIfNeeded: length)
                used &+= length
            } catch {
                throw RefusedValue(row: row, refusal: error)
            }
        }
        base = UnsafeRawPointer(memory)
    }

    /// Passes the source's bytes on unchanged after `check` has accepted them.
    @inline(__always)
    mutating func passed<Reader: BytesReader>(
        _ reader: Reader, _ rows: Range<Int>, _ check: (UnsafeRawBufferPointer) throws(Refusal) -> Void
    ) throws(RefusedValue) {
        form = .bytes(prefix: target == .jsonb ? 1 : 0)
        base = reader.base
        let (cells, nulls, lengths, hasNulls) = (cells, nulls, lengths, hasNulls)
        for row in 0..<rows.count {
            if hasNulls && nulls[row] != 0 {
                lengths[row] = -1
                continue
            }
            let value = reader.value(at: rows.lowerBound &+ row)
            do throws(Refusal) {
                guard value.count <= mostBytes else {
                    throw value.count > Self.maximumLength ? .tooLarge : .beyondMaximum
                }
                try check(value)
            } catch {
                throw RefusedValue(row: row, refusal: error)
            }
            cells[row] = UInt64(truncatingIfNeeded: reader.offset(of: rows.lowerBound &+ row))
            lengths[row] = Int32(truncatingIfNeeded: value.count)
        }
    }

    /// Whether a row of the block is NULL.
    func isNull(_ row: Int) -> Bool { hasNulls && nulls[row] != 0 }

    /// Accepts only NULLs, for a layout without an exact conversion to the target.
    mutating func refused(_ kind: Refusal.ValueKind, _ rows: Range<Int>) throws(RefusedValue) {
        form = .fixed(width: 8)
        for row in 0..<rows.count where nulls[row] == 0 {
            throw RefusedValue(row: row, refusal: .unsupported(kind))
        }
    }

    private mutating func growScratch(to needed: Int, keeping used: Int) {
        let capacity = max(needed, scratchCapacity * 2)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        grown.copyMemory(from: scratch, byteCount: used)
        scratch.deallocate()
        (scratch, scratchCapacity) = (grown, capacity)
    }

    private mutating func shrinkScratch() {
        guard scratchCapacity > Self.keptScratch else { return }
        scratch.deallocate()
        scratchCapacity = Self.keptScratch
        scratch = .allocate(byteCount: scratchCapacity, alignment: 8)
    }

    // MARK: Writing

    /// Adds the length of each row's field, including its length word, to `rowBytes`.
    func measure(_ rowCount: Int, into rowBytes: UnsafeMutablePointer<Int>) {
        switch form {
        case .fixed(let width):
            for row in 0..<rowCount { rowBytes[row] &+= 4 &+ (nulls[row] != 0 ? 0 : width) }
        case .bytes(let prefix):
            for row in 0..<rowCount {
                let length = Int(lengths[row])
                rowBytes[row] &+= 4 &+ (length < 0 ? 0 : length &+ prefix)
            }
        }
    }

    /// Writes the fields of `rows` at their rows' cursors, and advances the cursors past them.
    func write(_ rows: Range<Int>, into buffer: UnsafeMutableRawPointer, _ cursors: UnsafeMutablePointer<Int>) {
        switch form {
        case .fixed(width: 1): writeFixed(UInt8.self, rows, buffer, cursors)
        case .fixed(width: 2): writeFixed(UInt16.self, rows, buffer, cursors)
        case .fixed(width: 4): writeFixed(UInt32.self, rows, buffer, cursors)
        case .fixed: writeFixed(UInt64.self, rows, buffer, cursors)
        case .bytes(let prefix): writeBytes(prefix, rows, buffer, cursors)
        }
    }

    @inline(__always)
    private func writeFixed<Field: FixedWidthInteger>(
        _: Field.Type, _ rows: Range<Int>, _ buffer: UnsafeMutableRawPointer, _ cursors: UnsafeMutablePointer<Int>
    ) {
        let width = MemoryLayout<Field>.size
        for row in rows {
            let start = cursors[row]
            if hasNulls && nulls[row] != 0 {
                buffer.storeBigEndian(Int32(-1), at: start)
                cursors[row] = start &+ 4
            } else {
                buffer.storeBigEndian(Int32(truncatingIfNeeded: width), at: start)
                buffer.storeBigEndian(Field(truncatingIfNeeded: cells[row]), at: start &+ 4)
                cursors[row] = start &+ 4 &+ width
            }
        }
    }

    private func writeBytes(
        _ prefix: Int, _ rows: Range<Int>, _ buffer: UnsafeMutableRawPointer, _ cursors: UnsafeMutablePointer<Int>
    ) {
        for row in rows {
            let (length, start) = (Int(lengths[row]), cursors[row])
            guard length >= 0 else {
                buffer.storeBigEndian(Int32(-1), at: start)
                cursors[row] = start &+ 4
                continue
            }
            buffer.storeBigEndian(Int32(truncatingIfNeeded: length &+ prefix), at: start)
            if prefix == 1 { buffer.storeBigEndian(UInt8(1), at: start &+ 4) }
            let bodyStart = start &+ 4 &+ prefix
            buffer.copyBytes(from: base + Int(truncatingIfNeeded: cells[row]), count: length, to: bodyStart)
            cursors[row] = bodyStart &+ length
        }
    }

    // MARK: One large field

    /// Maximum bytes written by `writeHead`.
    static let maximumHead = 5

    /// The size that `measure` adds for this row.
    func fieldBytes(_ row: Int) -> Int {
        if nulls[row] != 0 { return 4 }
        return switch form {
        case .fixed(let width): 4 + width
        case .bytes(let prefix): 4 + prefix + Int(lengths[row])
        }
    }

    /// Writes the bytes before the body of a variable-length field that isn't NULL; returns their number.
    func writeHead(_ row: Int, into buffer: UnsafeMutableRawPointer) -> Int {
        guard case .bytes(let prefix) = form else { return 0 }
        buffer.storeBigEndian(lengths[row] + Int32(prefix), at: 0)
        if prefix == 1 { buffer.storeBigEndian(UInt8(1), at: 4) }
        return 4 + prefix
    }

    /// The bytes of a variable-length field that isn't NULL, in their original memory.
    func body(_ row: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Int(truncatingIfNeeded: cells[row]), count: Int(lengths[row]))
    }
}
