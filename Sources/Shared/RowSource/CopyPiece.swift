/// Part of a binary COPY stream, including its header and trailer; a piece may start or end anywhere, even within a
/// row.
///
/// The memory stays valid until the *second* `next()` after the one that returned the piece, as with `ColumnBatch`.
package struct CopyPiece: @unchecked Sendable {
    // SAFETY: the bytes are in one of the cursor's two buffers. The cursor doesn't overwrite that buffer before the
    // second `next()` after this piece; the transfer has finished with it by then.
    package var bytes: UnsafeRawBufferPointer
    /// Number of rows that end in this piece.
    package var rowCount: Int

    package init(bytes: UnsafeRawBufferPointer, rowCount: Int) {
        self.bytes = bytes
        self.rowCount = rowCount
    }
}
