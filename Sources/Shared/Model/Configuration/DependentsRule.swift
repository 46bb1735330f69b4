/// How `replace` treats views, foreign keys and other objects that depend on the table: `on_dependents`.
package enum DependentsRule: String, Sendable, Codable, CaseIterable {
    /// They are carried over to the new table.
    case carry
    /// They prevent the table from being replaced.
    case refuse
}
