import RowSource

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
