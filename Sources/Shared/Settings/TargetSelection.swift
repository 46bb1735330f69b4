package import Model

/// Where the tables of an entry are copied to.
package enum TargetSelection: Hashable, Sendable, CustomStringConvertible {
    case table(QualifiedName)
    /// Into this schema, each table under its own name: `analytics.*`.
    case schema(String)

    /// The selection as written in a configuration.
    package var description: String {
        switch self {
        case .table(let name): NameText.text(name)
        case .schema(let schema): "\(NameText.text(QualifiedName(schema: nil, name: schema))).*"
        }
    }
}
