import RowSource

/// Remembers, for later chunks, how many rows SQLite's driver must see to infer the columns of a statement correctly.
struct InferenceMemory {
    private var memory = StatementMemory<Int>()
    /// The driver's own default.
    private static let least = 1024

    func rows(_ sql: String) -> Int { memory[sql, default: Self.least] }

    /// Records that the rows weren't enough.
    mutating func misjudged(_ sql: String) {
        memory[sql, default: Self.least] = min(rows(sql), 1 << 24) * 8
    }
}
