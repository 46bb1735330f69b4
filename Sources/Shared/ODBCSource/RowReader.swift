import RowSource

/// Fetches a statement's rows into memory of its own, batch by batch.
///
/// A reader is driven on its connection's thread only; elsewhere it is held so that its memory stays.
protocol RowReader: AnyObject, Sendable {
    /// The next batch, or nil at the end.
    func next(_ statement: ODBCStatement) throws(SourceError) -> ColumnBatch?
    /// The longest values seen, in bytes by column; in a block those that didn't fit alone.
    var longest: [Int: Int] { get }
}
