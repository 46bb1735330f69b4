import RowSource

/// Fills two buffers in turn: while one piece is sent, the next is received.
final class CopyPieceReader: CopyReader {
    private static let pieceSize = 512 << 10

    private(set) var framing: CopyFraming
    private(set) var isEnded = false
    private(set) var piece: CopyPiece?
    private let buffers: [UnsafeMutableRawBufferPointer]
    private var current = 0

    init(columns: Int, maxValueBytes: Int) {
        framing = CopyFraming(columns: columns, maxValueBytes: maxValueBytes)
        buffers = (0..<2).map { _ in .allocate(byteCount: Self.pieceSize, alignment: 16) }
    }

    deinit {
        for buffer in buffers { buffer.deallocate() }
    }

    func room() -> UnsafeMutableRawBufferPointer {
        current = 1 - current
        return buffers[current]
    }

    func received(_ count: Int) throws(CopyFraming.Problem) {
        piece = nil
        isEnded = count == 0
        guard count > 0 else { return }
        let bytes = UnsafeRawBufferPointer(rebasing: buffers[current][..<count])
        piece = CopyPiece(bytes: bytes, rowCount: try framing.consume(bytes))
    }
}
