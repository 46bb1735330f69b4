/// How a table's rows reach the target table.
package enum LoadMode: String, Sendable, Codable, CaseIterable {
    /// Into a staging table that takes the target's place at publish; readers see the old rows or the new ones.
    case replace
    /// Into the emptied target table; the truncation happens once and is recorded.
    case truncate
    /// Beside the rows that are there.
    case append
    /// Beside the rows that are there, replacing those with the same key.
    case upsert
}
