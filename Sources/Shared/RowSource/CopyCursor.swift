/// A statement's rows as bytes that the target's `COPY … FROM STDIN (FORMAT binary)` accepts unchanged.
package protocol CopyCursor: AnyObject, Sendable {
    /// Returns the next piece, or `nil` at the end of the data. See `CopyPiece` for its lifetime.
    func next() async throws(SourceError) -> CopyPiece?
    func close() async
}
