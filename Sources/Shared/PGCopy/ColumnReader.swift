import RowSource

/// Reads the value of a column in a row of the batch.
///
/// A further layout of the source is a further reader, and a case in `FieldStrip.load`.
protocol ColumnReader<Value> {
    associatedtype Value

    /// `row` counts from 0 within the batch; the value of a NULL is not read.
    func value(at row: Int) -> Value
}

/// Values of fixed width that need no conversion.
struct PlainReader<Value>: ColumnReader {
    let base: UnsafePointer<Value>

    @inline(__always)
    func value(at row: Int) -> Value { base[row] }
}

/// Integers of any width that `Int64` holds.
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

/// Values of variable length.
///
/// A field may refer to their bytes instead of copying them: `base` + `offset(of:)`.
protocol BytesReader: ColumnReader where Value == UnsafeRawBufferPointer {
    var base: UnsafeRawPointer { get }

    func offset(of row: Int) -> Int
    /// The bytes of all the rows, where they follow one another; nil where they don't.
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
