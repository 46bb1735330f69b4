/// Where a target table's rows come from.
package enum TableSource: Hashable, Sendable {
    /// A table or view of the source, as its catalogue spells it.
    case table(QualifiedName)
    /// A SELECT in the source's SQL.
    case query(String)
}
