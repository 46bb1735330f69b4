/// How one column is copied: `columns.NAME`.
///
/// A column that the source doesn't have needs an `expression`.
package enum ColumnRule: Hashable, Sendable {
    /// Not copied.
    case drop
    /// Copied.
    ///
    /// `type` is the target column's PostgreSQL type; `nil` to map the source's type. `expression` is in the source's
    /// SQL; `nil` for the column itself.
    case copy(type: String?, expression: String?)
}
