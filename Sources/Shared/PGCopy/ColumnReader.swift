import RowSource

/// Reads a column's values from a batch.
///
/// To support another source layout, add a reader and a case in `FieldStrip.load`.
protocol ColumnReader<Value> {
    associatedtype Value

    /// The value in `row`, counted from 0 within the batch; never called for NULL.
    func value(at row: Int) -> Value
}

/// Reads values of fixed width that need no conversion.
struct PlainReader<Value>: ColumnReader {
    let base: UnsafePointer<Value>

    @inline(__always)
    func value(at row: Int) -> Value { base[row] }
}

/// Reads integers of any width that `Int64` holds.
struct IntegerReader<Stored: FixedWidthInteger>: ColumnReader {
    let base: UnsafePointer<Stored>

    init(base: UnsafePointer<Stored>) {
        self.base = base
    }

    init(raw: UnsafeRawPointer) {
        base = raw.assumingMemoryBound(to: Stored.self)
    }

    @inline(__always)
    func value(at row: Int) -> Int64 { Int64(truncatingIfNeeded: base[row]) }
}

/// Reads values of variable length.
///
/// A field may refer to their bytes (`base` + `offset(of:)`) instead of copying them.
protocol BytesReader: ColumnReader where Value == UnsafeRawBufferPointer {
    var base: UnsafeRawPointer { get }

    func offset(of row: Int) -> Int
    /// The bytes of all the rows if they are contiguous; otherwise `nil`.
    func run(of rows: Range<Int>) -> UnsafeRawBufferPointer?
}

extension BytesReader {
    func run(of rows: Range<Int>) -> UnsafeRawBufferPointer? { nil }
}

struct SlotsReader: BytesReader {
    let slots: ByteSlots

    var base: UnsafeRawPointer { slots.base }

    @inline(__always)
    func offset(of row: Int) -> Int { row &* slots.stride }

    @inline(__always)
    func value(at row: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: slots.base + offset(of: row), count: slots.lengths[row])
    }
}
