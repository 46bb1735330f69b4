/// The result of copying a chunk.
package struct CopiedChunk: Hashable, Sendable {
    package var rows: Int
    /// The size in bytes of the binary COPY data.
    package var bytes: Int
    /// Time spent waiting for the source.
    package var sourceTime = Duration.zero
    package var encodeTime = Duration.zero
    /// Time spent sending, and waiting for the target's answers.
    package var targetTime = Duration.zero

    package init(rows: Int, bytes: Int) {
        self.rows = rows
        self.bytes = bytes
    }
}

extension Duration {
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// Whole milliseconds.
    package var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
