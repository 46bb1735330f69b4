import RowSource

/// Consumes the bytes of a binary COPY as they arrive.
protocol CopyReader: AnyObject {
    var framing: CopyFraming { get }
    /// Whether the end has been reached.
    var isEnded: Bool { get }
    /// The memory for the next bytes; never empty.
    func room() -> UnsafeMutableRawBufferPointer
    /// Records that `count` bytes have arrived in that memory; 0 means the end.
    func received(_ count: Int) throws(CopyFraming.Problem)
}
