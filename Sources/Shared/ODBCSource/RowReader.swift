import RowSource

/// Fetches a statement's rows into its own memory, batch by batch.
///
/// Used only on its connection's thread; other threads hold a reference only to keep its memory alive.
protocol RowReader: AnyObject, Sendable {
    /// The next batch, or `nil` at the end.
    func next(_ statement: ODBCStatement) throws(SourceError) -> ColumnBatch?
    /// The longest values seen, in bytes by column; when reading in blocks, only those that didn't fit.
    var longest: [Int: Int] { get }
}
