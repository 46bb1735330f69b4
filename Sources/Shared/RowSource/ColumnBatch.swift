/// Rows fetched at once, stored column by column in buffers owned by the source's cursor.
///
/// The memory stays valid until the *second* `next()` after the one that returned the batch. A cursor has two buffers,
/// or keeps two of the driver's batches, so that the next batch is fetched while this one is encoded and sent.
package struct ColumnBatch: @unchecked Sendable {
    // SAFETY: the pointers point into one of the cursor's two buffers, or into a batch of the driver's that is never
    // modified. The cursor doesn't overwrite or free that memory before the second `next()` after this batch; the
    // transfer has finished with it by then.
    package var rowCount: Int
    package var columns: [ColumnVector]

    package init(rowCount: Int, columns: [ColumnVector]) {
        self.rowCount = rowCount
        self.columns = columns
    }
}
