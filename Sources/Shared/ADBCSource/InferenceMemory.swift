/// What a connection learnt about the rows that SQLite's driver must see before it knows what a statement's columns
/// hold, for the chunks to come.
struct InferenceMemory {
    private var rows: [String: Int] = [:]
    /// As many as the driver takes by itself.
    private static let least = 1024
    /// A connection sees few SELECT lists; a caller with many must not fill the memory.
    private static let most = 64

    func rows(_ sql: String) -> Int { rows[Self.key(sql)] ?? Self.least }

    /// The rows weren't enough.
    mutating func misjudged(_ sql: String) {
        let key = Self.key(sql)
        if rows[key] == nil, rows.count >= Self.most { rows.removeAll() }
        rows[key] = min(rows[key] ?? Self.least, 1 << 24) * 8
    }

    /// The part of a statement that its chunks share: all before the condition.
    private static func key(_ sql: String) -> String {
        let needle = Array(" WHERE ".utf8)
        let bytes = Array(sql.utf8)
        guard bytes.count > needle.count else { return sql }
        for start in stride(from: bytes.count - needle.count, through: 0, by: -1)
        where bytes[start...].starts(with: needle) {
            return String(decoding: bytes[..<start], as: UTF8.self)
        }
        return sql
    }
}
