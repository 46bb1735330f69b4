package import Model

/// Where the tables of an entry go.
package enum TargetSelection: Hashable, Sendable {
    case table(QualifiedName)
    /// Into this schema, each under its own name: `analytics.*`.
    case schema(String)
}
