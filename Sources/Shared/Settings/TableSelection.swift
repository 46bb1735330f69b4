package import Model

/// The source tables that an entry of `tables` selects.
package enum TableSelection: Hashable, Sendable {
    /// One table; a name without a schema stands for the only table with that name.
    case table(QualifiedName)
    /// All tables whose `schema.name` (bare name for a pattern without a dot) matches the pattern with `*` and `?`.
    case pattern(String)
    /// A SELECT in the source's SQL.
    case query(String)
}
