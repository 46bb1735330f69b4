import RowSource

/// Takes the bytes of a binary COPY as they come.
protocol CopyReader: AnyObject {
    var framing: CopyFraming { get }
    /// Whether all has come.
    var isEnded: Bool { get }
    /// Where the next bytes go; never empty.
    func room() -> UnsafeMutableRawBufferPointer
    /// So many bytes have come into the room; 0: the end.
    func received(_ count: Int) throws(CopyFraming.Problem)
}
