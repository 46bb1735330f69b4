import Model

/// How wide each column's slots are, and how many rows a block has.
struct ReadPlan: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        var name: String
        var reading: ColumnReading
        /// Bytes a value, its terminator included; a multiple of 8 for texts and blobs.
        var slot: Int

        /// Bytes that a value may have without being taken for one that was cut.
        ///
        /// A value that fills its slot is suspect, because a driver may report the cut length instead of the whole.
        var capacity: Int { slot - reading.terminator - 1 }
    }

    var columns: [Column]
    var rows: Int
    /// Rows are fetched one by one and their values piece by piece: for texts and blobs beyond any sensible slot.
    var inPieces: Bool

    /// Beyond this a value is read in pieces.
    ///
    /// Wide slots are slow even when they are empty.
    static let widestSlot = 64 << 10
    /// Fewer rows than this a block aren't worth a block.
    static let fewestRows = 8

    /// - Parameters:
    ///   - grown: bytes that values of a column were seen to have, by position.
    ///   - inPieces: whether the statement outgrew its slots just now, so that it must not do so again.
    init(
        columns: [(name: String, type: SourceType, reading: ColumnReading)], grown: [Int: Int], inPieces: Bool,
        batchRows: Int, batchBytes: Int
    ) {
        let open = columns.count { $0.reading.fixedWidth == nil }
        let longest = min(max(batchBytes / (128 * max(open, 1)), 64), 1024)
        var needsPieces = inPieces
        self.columns = columns.enumerated().map { position, column in
            var slot = column.reading.slot(for: column.type, longest: longest)
            if column.reading.fixedWidth == nil, let seen = grown[position] {
                // One byte more than the capacity asks for, and some room.
                slot = max(slot, (seen + seen / 4 + 16) & ~7)
            }
            if slot > Self.widestSlot {
                slot = Self.widestSlot
                needsPieces = true
            }
            return Column(name: column.name, reading: column.reading, slot: slot)
        }
        let rowBytes = self.columns.reduce(0) { $0 + $1.slot + MemoryLayout<Int>.size }
        rows = max(1, min(batchRows, batchBytes / max(rowBytes, 1)))
        let fits = rows >= min(Self.fewestRows, batchRows)
        self.inPieces = needsPieces || (!fits && !grown.isEmpty)
    }
}
