/// Names as PostgreSQL takes them.
package enum PostgresIdentifier {
    /// The name in double quotes, quotes inside doubled, so that it means exactly these letters.
    package static func quoted(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}

extension QualifiedName {
    /// The name for a statement of PostgreSQL, each part quoted.
    package var postgresQuoted: String {
        guard let schema else { return PostgresIdentifier.quoted(name) }
        return "\(PostgresIdentifier.quoted(schema)).\(PostgresIdentifier.quoted(name))"
    }
}
