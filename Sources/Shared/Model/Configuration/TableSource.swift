/// Where a target table's rows come from.
package enum TableSource: Hashable, Sendable {
    /// A table or view of the source, as its catalogue spells it.
    case table(QualifiedName)
    /// A SELECT in the source's SQL.
    case query(String)

    /// For messages.
    package var name: QualifiedName {
        switch self {
        case .table(let name): name
        case .query: QualifiedName(schema: nil, name: "query")
        }
    }
}
