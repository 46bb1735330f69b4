import RowSource

/// Reads values of fixed width that need no conversion.
struct PlainReader<Value>: ColumnReader {
    let base: UnsafePointer<Value>

    @inline(__always)
    func value(at row: Int) -> Value { base[row] }
}
