package import Model

/// An identifier as it stands in a statement: in double quotes, with those inside doubled.
package func quoteIdentifier(_ name: String) -> String {
    var quoted = "\""
    for character in name.unicodeScalars {
        if character == "\"" { quoted.unicodeScalars.append(character) }
        quoted.unicodeScalars.append(character)
    }
    quoted.append("\"")
    return quoted
}

extension QualifiedName {
    /// The name as it stands in a statement: `"schema"."name"`.
    package var quotedForPostgres: String {
        guard let schema else { return quoteIdentifier(name) }
        return "\(quoteIdentifier(schema)).\(quoteIdentifier(name))"
    }
}
