/// The batches of one statement.
package protocol BatchCursor: AnyObject, Sendable {
    /// Returns the next batch, or `nil` at the end of the data. A batch is never empty. See `ColumnBatch` for its
    /// lifetime.
    func next() async throws(SourceError) -> ColumnBatch?
    func close() async
}
