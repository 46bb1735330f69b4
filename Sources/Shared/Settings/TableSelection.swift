package import Model

/// Which source tables an entry of `tables` means.
package enum TableSelection: Hashable, Sendable {
    /// One table; a name without a schema means the only table of that name.
    case table(QualifiedName)
    /// All tables whose `schema.name` (bare name for a pattern without a dot) matches `*` and `?`.
    case pattern(String)
    /// A SELECT in the source's SQL.
    case query(String)
}
