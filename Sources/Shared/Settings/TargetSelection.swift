package import Model

/// Where the tables of an entry go.
package enum TargetSelection: Hashable, Sendable, CustomStringConvertible {
    case table(QualifiedName)
    /// Into this schema, each under its own name: `analytics.*`.
    case schema(String)

    /// As a configuration spells it.
    package var description: String {
        switch self {
        case .table(let name): NameText.text(name)
        case .schema(let schema): "\(NameText.text(QualifiedName(schema: nil, name: schema))).*"
        }
    }
}
