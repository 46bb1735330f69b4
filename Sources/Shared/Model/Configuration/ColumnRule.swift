/// What happens to one column on its way: `columns.NAME`.
///
/// A name that the source doesn't have needs an `expression`.
package enum ColumnRule: Hashable, Sendable {
    /// Not copied.
    case drop
    /// Copied into a column of this PostgreSQL type (nil: mapped from the source's), from this expression in the
    /// source's SQL (nil: the column itself).
    case copy(type: String?, expression: String?)
}
