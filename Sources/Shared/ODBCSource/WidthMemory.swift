/// What a connection learnt about the lengths of a statement's values, for the chunks to come.
struct WidthMemory: Sendable {
    private struct Entry {
        var grown: [Int: Int] = [:]
        var inPieces = false
    }

    private var entries: [String: Entry] = [:]
    /// A connection sees few SELECT lists; a caller with many must not fill the memory.
    private static let most = 64

    /// The part of a statement that its chunks share: all before the condition.
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

    /// Whether the next run of the statement must not depend on slots.
    func inPieces(_ key: String) -> Bool {
        entries[key]?.inPieces ?? false
    }

    /// Values were cut.
    ///
    /// The next run reads in pieces, so it can't be cut again.
    mutating func outgrown(_ key: String, by longest: [Int: Int]) {
        note(key, longest)
        entries[key]?.inPieces = true
    }

    /// A run in pieces saw all of its values; from now on slots are as wide as these.
    mutating func finished(_ key: String, longest: [Int: Int]) {
        note(key, longest)
        entries[key]?.inPieces = false
    }

    private mutating func note(_ key: String, _ longest: [Int: Int]) {
        if entries[key] == nil, entries.count >= Self.most { entries.removeAll() }
        entries[key, default: Entry()].grown.merge(longest) { max($0, $1) }
    }
}
