/// How a plan treats a table that can't be planned: `on_table_error`.
package enum TableErrorRule: String, Sendable, CaseIterable {
    /// No table is copied; the error names all such tables.
    case fail
    /// The table is marked as failed, and the others are copied.
    case skip
}
