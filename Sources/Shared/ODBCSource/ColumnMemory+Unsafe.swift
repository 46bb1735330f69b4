import RowSource

/// The memory of one column in a block: slots, lengths, and space for UTF-8 if the driver returns UTF-16.
final class ColumnMemory {
    let column: ReadPlan.Column
    let rows: Int
    private(set) var slot: Int
    private(set) var values: UnsafeMutableRawPointer
    /// ODBC's indicators: a length in bytes, or negative for NULL.
    let lengths: UnsafeMutablePointer<Int>
    private var utf8: UnsafeMutableRawPointer?
    /// Whether a blob's digits have been replaced by its bytes.
    private var isDecoded = false

    init(_ column: ReadPlan.Column, rows: Int) {
        self.column = column
        self.rows = rows
        slot = column.slot
        // At least 16 bytes: ODBC writes whole structures.
        values = .allocate(byteCount: max(rows * slot, 16), alignment: 16)
        lengths = .allocate(capacity: rows)
        lengths.initialize(repeating: -1, count: rows)
    }

    deinit {
        values.deallocate()
        lengths.deallocate()
        utf8?.deallocate()
    }

    /// Enlarges the slot of a single-row column; keeps the first `used` bytes.
    func grow(to bytes: Int, keeping used: Int) {
        precondition(rows == 1, "only a single slot can grow")
        let larger = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
        larger.copyMemory(from: values, byteCount: used)
        values.deallocate()
        values = larger
        slot = bytes
    }

    /// Whether the single value is a blob, printed as `X'…'`.
    var isBlob: Bool { ClassedValue.isBlob(values.assumingMemoryBound(to: UInt8.self), slot) }

    /// Records that the single value now consists of a blob's bytes instead of its digits.
    func holdsBytes(_ count: Int) {
        lengths[0] = count
        isDecoded = true
    }

    /// Copies row `row` from another block's column with the same slot size.
    func copyRow(_ row: Int, of other: ColumnMemory) {
        let length = other.lengths[row]
        lengths[0] = length
        let bytes = column.reading.fixedWidth ?? max(length, 0)
        values.copyMemory(from: other.values + row * other.slot, byteCount: bytes)
    }

    /// The size in bytes of the longest value that didn't fit its slot; 0 if unknown, `nil` if all fit.
    ///
    /// Throws if a length can't be right: it is negative, or doesn't end at the value's terminator.
    func longestCut(_ count: Int, after rowsBefore: Int) throws(SourceError) -> Int? {
        let capacity = column.reading.fixedWidth == nil ? column.capacity : .max
        var most = 0
        var isCut = false
        for row in 0..<count {
            let length = lengths[row]
            if length > capacity {
                most = max(most, length)
                isCut = true
            } else if length >= 0 {
                guard endsAt(length, values + row * slot) else { throw wrongLength(rowsBefore + row) }
            } else if length != -1 {
                guard length == Self.unknownLength, column.reading.fixedWidth == nil else {
                    throw wrongLength(rowsBefore + row)
                }
                isCut = true
            }
        }
        return isCut ? most : nil
    }

    /// Whether a value's terminator is consistent with the length that the driver reports.
    @inline(__always)
    func endsAt(_ length: Int, _ value: UnsafeMutableRawPointer) -> Bool {
        switch column.reading {
        case .text, .hexText, .classedText: value.load(fromByteOffset: length, as: UInt8.self) == 0
        case .wideText: length % 2 == 0 && value.loadUnaligned(fromByteOffset: length, as: UInt16.self) == 0
        default: true
        }
    }

    /// SQL_NO_TOTAL.
    static let unknownLength = -4

    func wrongLength(_ row: Int) -> SourceError {
        unreadable(row, "can't be read, because its length differs from the one that the driver reports")
    }

    /// The first `count` rows for the encoder; `rowsBefore` is the number of rows returned earlier, for messages.
    func vector(_ count: Int, after rowsBefore: Int) throws(SourceError) -> ColumnVector {
        let validity = Validity.lengths(lengths)
        switch column.reading {
        case .bool8: return ColumnVector(values: .bool8(assumed(count)), validity: validity)
        case .int64: return ColumnVector(values: .int64(assumed(count)), validity: validity)
        case .float64: return ColumnVector(values: .float64(assumed(count)), validity: validity)
        case .date: return ColumnVector(values: .date(assumed(count)), validity: validity)
        case .timestamp: return ColumnVector(values: .timestamp(assumed(count)), validity: validity)
        case .text: return ColumnVector(values: .text(slots(values, stride: slot)), validity: validity)
        case .binary: return ColumnVector(values: .binary(slots(values, stride: slot)), validity: validity)
        case .classedText:
            try decode(count, after: rowsBefore, ClassedValue.decode)
            return ColumnVector(values: .text(slots(values, stride: slot)), validity: validity)
        case .hexText:
            if !isDecoded { try decode(count, after: rowsBefore, ClassedValue.decodeBytes) }
            return ColumnVector(values: .binary(slots(values, stride: slot)), validity: validity)
        case .wideText:
            let (utf8, stride) = try encodeUTF8(count, after: rowsBefore)
            return ColumnVector(values: .text(slots(utf8, stride: stride)), validity: validity)
        }
    }

    private func assumed<Value>(_ count: Int) -> UnsafePointer<Value> {
        UnsafePointer(values.bindMemory(to: Value.self, capacity: count))
    }

    private func slots(_ base: UnsafeMutableRawPointer, stride: Int) -> ByteSlots {
        ByteSlots(base: UnsafeRawPointer(base), stride: stride, lengths: UnsafePointer(lengths))
    }

    /// Converts or decodes values in place.
    @inline(__always)
    private func decode(
        _ count: Int, after rowsBefore: Int,
        _ decode: (UnsafeMutablePointer<UInt8>, Int) throws(ClassedValue.Refusal) -> Int
    ) throws(SourceError) {
        for row in 0..<count where lengths[row] >= 0 {
            let text = (values + row * slot).assumingMemoryBound(to: UInt8.self)
            do throws(ClassedValue.Refusal) {
                lengths[row] = try decode(text, lengths[row])
            } catch {
                throw unreadable(rowsBefore + row, error)
            }
        }
    }

    private func encodeUTF8(
        _ count: Int, after rowsBefore: Int
    ) throws(SourceError) -> (base: UnsafeMutableRawPointer, stride: Int) {
        // One UTF-16 unit takes at most three bytes in UTF-8.
        let stride = (slot / 2 * 3 + 7) & ~7
        utf8?.deallocate()
        let output = UnsafeMutableRawPointer.allocate(byteCount: max(rows * stride, 16), alignment: 16)
        utf8 = output
        for row in 0..<count where lengths[row] >= 0 {
            let units = (values + row * slot).assumingMemoryBound(to: UInt16.self)
            let written = UTF16Text.encode(
                units, count: lengths[row] / 2, into: (output + row * stride).assumingMemoryBound(to: UInt8.self))
            guard let written else {
                throw unreadable(
                    rowsBefore + row, "holds half of a surrogate pair, which PostgreSQL can't store as text")
            }
            lengths[row] = written
        }
        return (output, stride)
    }

    func unreadable(_ row: Int, _ refusal: ClassedValue.Refusal) -> SourceError {
        unreadable(row, refusal.message(column: column.name))
    }

    private func unreadable(_ row: Int, _ what: String) -> SourceError {
        SourceError(.value, operation: "SQLFetch", message: "column '\(column.name)', row \(row + 1): \(what)")
    }
}
