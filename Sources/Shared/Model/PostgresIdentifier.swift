/// Quotes names for PostgreSQL.
package enum PostgresIdentifier {
    /// The name in double quotes, with quotes inside doubled, so that the server takes it literally.
    package static func quoted(_ name: String) -> String {
        // By scalars: to Swift, a quote with a combining mark is a different character; to the server, it is a quote.
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
    /// The name for PostgreSQL statements, with each part quoted.
    package var postgresQuoted: String {
        guard let schema else { return PostgresIdentifier.quoted(name) }
        return "\(PostgresIdentifier.quoted(schema)).\(PostgresIdentifier.quoted(name))"
    }

    /// PostgreSQL's default name for this table's primary key, cut at a character boundary to fit.
    package var primaryKeyName: String {
        var stem = Substring(name)
        while stem.utf8.count + 5 > IdentifierLimit.bytes { stem.removeLast() }
        return "\(stem)_pkey"
    }
}
