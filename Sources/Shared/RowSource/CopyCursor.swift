/// The rows of one statement, in the bytes that `COPY … FROM STDIN (FORMAT binary)` of the target takes.
package protocol CopyCursor: AnyObject, Sendable {
    /// The next piece, or nil at the end of the data. See `CopyPiece` for its lifetime.
    func next() async throws(SourceError) -> CopyPiece?
    func close() async
}

/// A part of a binary COPY, its header and trailer included, cut anywhere.
///
/// The memory stays valid until the *second* `next()` after the one that returned the piece, as that of `ColumnBatch`.
package struct CopyPiece: @unchecked Sendable {
    // SAFETY: the bytes lie in one of the cursor's two buffers. The cursor doesn't write that buffer before the second
    // `next()` after this piece, and the transfer is done with it by then.
    package var bytes: UnsafeRawBufferPointer
    /// Rows that end in this piece.
    package var rowCount: Int

    package init(bytes: UnsafeRawBufferPointer, rowCount: Int) {
        self.bytes = bytes
        self.rowCount = rowCount
    }
}
