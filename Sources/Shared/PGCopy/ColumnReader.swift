import RowSource

/// Reads a column's values from a batch.
///
/// To support another source layout, add a reader and a case in `FieldStrip.load`.
protocol ColumnReader<Value> {
    associatedtype Value

    /// The value in `row`, counted from 0 within the batch; never called for NULL.
    func value(at row: Int) -> Value
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
