/// Remembers something about a connection's statements, for later chunks of the same table.
package struct StatementMemory<Entry> {
    private var entries: [String: Entry] = [:]
    /// Maximum number of entries; a connection usually sees few SELECT lists.
    private static var most: Int { 64 }

    package init() {}

    /// What is remembered of a statement and of all that differ from it by their condition only.
    package subscript(_ sql: String, default entry: @autoclosure () -> Entry) -> Entry {
        get { entries[Self.key(sql)] ?? entry() }
        set {
            let key = Self.key(sql)
            if entries[key] == nil, entries.count >= Self.most { entries.removeAll() }
            entries[key] = newValue
        }
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
