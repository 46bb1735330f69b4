import RowSource

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
