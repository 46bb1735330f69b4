/// Names as PostgreSQL takes them.
package enum PostgresIdentifier {
    /// The name in double quotes, quotes inside doubled, so that it means exactly these letters.
    package static func quoted(_ name: String) -> String {
        // By scalars: a quote with a combining mark is one character, and still a quote to the server.
        var quoted = "\""
        for scalar in name.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        quoted.unicodeScalars.append("\"")
        return quoted
    }
}

extension QualifiedName {
    /// The name for a statement of PostgreSQL, each part quoted.
    package var postgresQuoted: String {
        guard let schema else { return PostgresIdentifier.quoted(name) }
        return "\(PostgresIdentifier.quoted(schema)).\(PostgresIdentifier.quoted(name))"
    }

    /// The name that PostgreSQL would give the primary key of this table by itself, cut on a letter's edge to fit.
    package var primaryKeyName: String {
        var stem = Substring(name)
        while stem.utf8.count + 5 > IdentifierLimit.bytes { stem.removeLast() }
        return "\(stem)_pkey"
    }
}
