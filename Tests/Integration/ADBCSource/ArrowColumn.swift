import CADBC

/// A column that a test lays out byte by byte, and that becomes an array of Arrow's C interface.
///
/// `rows` and `offset` are numbers of values; buffers also contain the values before the offset.
final class ArrowColumn {
    var format: String
    var rows: Int
    var offset = 0
    var nullCount = -1
    var buffers: [[UInt8]?]
    var children: [(name: String, column: ArrowColumn)] = []
    var dictionary: ArrowColumn?
    var metadata: [(key: String, value: String)] = []

    init(_ format: String, rows: Int, buffers: [[UInt8]?]) {
        self.format = format
        self.rows = rows
        self.buffers = buffers
    }
}
