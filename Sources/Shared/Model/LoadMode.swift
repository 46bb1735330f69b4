/// How a table's rows reach the target table.
package enum LoadMode: String, Sendable, Codable, CaseIterable {
    /// Into a staging table that replaces the target at publish; readers see either the old rows or the new ones.
    case replace
    /// Into the target table, after truncating it once; the truncation is recorded.
    case truncate
    /// Into the target table, in addition to its rows.
    case append
    /// Into the target table, replacing rows with the same key.
    case upsert

    /// Whether rows are loaded into a separate table, which replaces the target at publish.
    ///
    /// Until then the target is unchanged, and copied rows can be discarded.
    package var isStaged: Bool {
        switch self {
        case .replace: true
        case .truncate, .append, .upsert: false
        }
    }

    /// Whether the target contains only the run's rows after publishing.
    package var ownsAllRows: Bool {
        switch self {
        case .replace, .truncate: true
        case .append, .upsert: false
        }
    }

    /// Whether the target is truncated, once, before the first row arrives.
    package var emptiesTarget: Bool { ownsAllRows && !isStaged }
}
