import RowSource

/// Remembers the value lengths of a connection's statements, for later chunks.
struct WidthMemory {
    private struct Entry {
        var grown: [Int: Int] = [:]
        var inPieces = false
    }

    private var memory = StatementMemory<Entry>()

    func grown(_ sql: String) -> [Int: Int] { memory[sql, default: Entry()].grown }

    /// Whether the next run of the statement must be read in pieces.
    func inPieces(_ sql: String) -> Bool { memory[sql, default: Entry()].inPieces }

    /// Records that values were truncated.
    ///
    /// The next run reads in pieces, so it can't be truncated again.
    mutating func outgrown(_ sql: String, by longest: [Int: Int]) {
        note(sql, longest, inPieces: true)
    }

    /// Records that a run in pieces has seen all values; later runs use slots of that width.
    mutating func finished(_ sql: String, longest: [Int: Int]) {
        note(sql, longest, inPieces: false)
    }

    private mutating func note(_ sql: String, _ longest: [Int: Int], inPieces: Bool) {
        let grown = grown(sql).merging(longest) { max($0, $1) }
        memory[sql, default: Entry()] = Entry(grown: grown, inPieces: inPieces)
    }
}
