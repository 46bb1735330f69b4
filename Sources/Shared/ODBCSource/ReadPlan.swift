import Model

/// The width of each column's slots, and the number of rows per block.
struct ReadPlan: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        var name: String
        var reading: ColumnReading
        /// Bytes per value, including the terminator; a multiple of 8 for texts and blobs.
        var slot: Int

        /// The longest value in bytes that is certainly complete.
        ///
        /// A value that fills its slot may be truncated, because some drivers report the truncated length instead of
        /// the full one.
        var capacity: Int { slot - reading.terminator - 1 }
    }

    var columns: [Column]
    var rows: Int
    /// Whether rows and values are fetched one by one: for texts and blobs too long for any sensible slot.
    var inPieces: Bool

    /// Slots wider than this are replaced by reading in pieces.
    ///
    /// Wide slots are slow even if they are empty.
    static let widestSlot = 64 << 10
    /// If a block would have fewer rows than this, reading in blocks isn't worthwhile.
    static let fewestRows = 8

    /// - Parameters:
    /// - grown: the longest value seen in each column, in bytes by position.
    /// - inPieces: whether the statement has just outgrown its slots; the next run must not do so again.
    init(
        columns: [(name: String, type: SourceType, reading: ColumnReading)], grown: [Int: Int], inPieces: Bool,
        batch: BatchLimits
    ) {
        let open = columns.count { $0.reading.fixedWidth == nil }
        let longest = min(max(batch.bytes / (128 * max(open, 1)), 64), 1024)
        var needsPieces = inPieces
        self.columns = columns.enumerated().map { position, column in
            var slot = column.reading.slot(for: column.type, longest: longest)
            if column.reading.fixedWidth == nil, let seen = grown[position] {
                // One byte more than the capacity needs, and some margin.
                slot = max(slot, (seen + seen / 4 + 16) & ~7)
            }
            if slot > Self.widestSlot {
                slot = Self.widestSlot
                needsPieces = true
            }
            return Column(name: column.name, reading: column.reading, slot: slot)
        }
        let rowBytes = self.columns.reduce(0) { $0 + $1.slot + MemoryLayout<Int>.size }
        rows = max(1, min(batch.rows, batch.bytes / max(rowBytes, 1)))
        let fits = rows >= min(Self.fewestRows, batch.rows)
        self.inPieces = needsPieces || (!fits && !grown.isEmpty)
    }
}
