/// Remembers the value lengths of a connection's statements, for later chunks.
struct WidthMemory: Sendable {
    private struct Entry {
        var grown: [Int: Int] = [:]
        var inPieces = false
    }

    private var entries: [String: Entry] = [:]
    /// Maximum number of entries; a connection usually sees few SELECT lists.
    private static let most = 64

    /// The part of a statement that all chunks of a table share: everything before the condition.
    static func key(_ sql: String) -> String {
        let needle = Array(" WHERE ".utf8)
        let bytes = Array(sql.utf8)
        guard bytes.count > needle.count else { return sql }
        for start in stride(from: bytes.count - needle.count, through: 0, by: -1)
        where bytes[start...].starts(with: needle) {
            return String(decoding: bytes[..<start], as: UTF8.self)
        }
        return sql
    }

    func grown(_ key: String) -> [Int: Int] {
        entries[key]?.grown ?? [:]
    }

    /// Whether the next run of the statement must be read in pieces.
    func inPieces(_ key: String) -> Bool {
        entries[key]?.inPieces ?? false
    }

    /// Records that values were truncated.
    ///
    /// The next run reads in pieces, so it can't be truncated again.
    mutating func outgrown(_ key: String, by longest: [Int: Int]) {
        note(key, longest)
        entries[key]?.inPieces = true
    }

    /// Records that a run in pieces has seen all values; later runs use slots of that width.
    mutating func finished(_ key: String, longest: [Int: Int]) {
        note(key, longest)
        entries[key]?.inPieces = false
    }

    private mutating func note(_ key: String, _ longest: [Int: Int]) {
        if entries[key] == nil, entries.count >= Self.most { entries.removeAll() }
        entries[key, default: Entry()].grown.merge(longest) { max($0, $1) }
    }
}
