import CADBC

/// A column as a test lays it out, byte by byte; becomes an array of Arrow's C interface.
///
/// `rows` and `offset` count in values; buffers hold those before the offset, too.
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
