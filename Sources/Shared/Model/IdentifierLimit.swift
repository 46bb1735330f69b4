/// The length of PostgreSQL's identifiers: the server keeps 63 bytes and drops the rest without an error.
package enum IdentifierLimit {
    package static let bytes = 63

    /// The identifier as PostgreSQL stores it: cut after the last whole character within the limit.
    package static func cut(_ identifier: String) -> String {
        guard identifier.utf8.count > bytes else { return identifier }
        var kept = String.UnicodeScalarView()
        var length = 0
        for scalar in identifier.unicodeScalars {
            length += String(scalar).utf8.count
            guard length <= bytes else { break }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// A table's name as PostgreSQL stores it, with each part cut.
    package static func cut(_ name: QualifiedName) -> QualifiedName {
        QualifiedName(schema: name.schema.map(cut), name: cut(name.name))
    }
}
