/// Remembers, for later chunks, how many rows SQLite's driver must see to infer the columns of a statement correctly.
struct InferenceMemory {
    private var rows: [String: Int] = [:]
    /// The driver's own default.
    private static let least = 1024
    /// Maximum number of entries; a connection usually sees few SELECT lists.
    private static let most = 64

    func rows(_ sql: String) -> Int { rows[Self.key(sql)] ?? Self.least }

    /// Records that the rows weren't enough.
    mutating func misjudged(_ sql: String) {
        let key = Self.key(sql)
        if rows[key] == nil, rows.count >= Self.most { rows.removeAll() }
        rows[key] = min(rows[key] ?? Self.least, 1 << 24) * 8
    }

    /// The part of a statement that all chunks of a table share: everything before the condition.
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
