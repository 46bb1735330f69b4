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

    /// Whether rows arrive in a table of the run's own, which takes the target's place when it is published: until then the
    /// target is as it was, and what was copied can be taken back.
    package var isStaged: Bool {
        switch self {
        case .replace: true
        case .truncate, .append, .upsert: false
        }
    }

    /// Whether the target holds the run's rows alone once it is published.
    package var ownsAllRows: Bool {
        switch self {
        case .replace, .truncate: true
        case .append, .upsert: false
        }
    }

    /// Whether the target is emptied, once, before the first row arrives.
    package var emptiesTarget: Bool { ownsAllRows && !isStaged }
}
