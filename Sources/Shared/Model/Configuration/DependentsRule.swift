/// What `replace` does with views, foreign keys and other objects that refer to the table: `on_dependents`.
package enum DependentsRule: String, Sendable, Codable, CaseIterable {
    /// They refer to the new table afterwards.
    case carry
    /// They keep the table from being replaced.
    case refuse
}
