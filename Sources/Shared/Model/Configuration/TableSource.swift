/// The origin of a target table's rows.
package enum TableSource: Hashable, Sendable {
    /// A table or view of the source, as its catalogue spells it.
    case table(QualifiedName)
    /// A SELECT in the source's SQL.
    case query(String)

    /// The name for messages.
    package var name: QualifiedName {
        switch self {
        case .table(let name): name
        case .query: QualifiedName(schema: nil, name: "query")
        }
    }
}
