package import Model
import Text

/// Parses table names and patterns as users write them.
package enum NameText {
    /// `schema.name` or `name`; a part in double quotes may contain dots, and `""` inside it is a quote.
    ///
    /// `nil` if the text is neither.
    package static func qualifiedName(_ text: String) -> QualifiedName? {
        var parts: [String] = [""]
        var isQuoted = false
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                parts[parts.count - 1].append("\"")
            case "\"" where isQuoted:
                isQuoted = false
                guard rest.isEmpty || rest.first == "." else { return nil }
            case "\"":
                guard parts.last == "" else { return nil }
                isQuoted = true
            case "." where !isQuoted:
                parts.append("")
            default:
                parts[parts.count - 1].append(character)
            }
        }
        guard !isQuoted, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch parts.count {
        case 1: return QualifiedName(schema: nil, name: parts[0])
        case 2: return QualifiedName(schema: parts[0], name: parts[1])
        default: return nil
        }
    }

    /// Formats a name so that `qualifiedName` can parse it.
    package static func text(_ name: QualifiedName) -> String {
        [name.schema, name.name].compactMap(\.self).map(part).joined(separator: ".")
    }

    private static func part(_ part: String) -> String {
        guard part.contains(where: { ".\"*?".contains($0) }) else { return part }
        return "\"" + part.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    /// Whether the text is a pattern, with `*` or `?` outside quotes.
    package static func isPattern(_ text: String) -> Bool {
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character == "*" || character == "?" { return true }
        }
        return false
    }

    /// Whether a text, a name or a pattern, names a table; a name without a schema stands for any schema's.
    static func names(_ text: String, _ name: QualifiedName) -> Bool {
        if isPattern(text) { return matches(name, pattern: text) }
        guard let wanted = qualifiedName(text) else { return false }
        return name == QualifiedName(schema: wanted.schema ?? name.schema, name: wanted.name)
    }

    /// Whether a name matches a pattern: `*` matches any text, `?` any single character.
    ///
    /// A pattern with a dot is compared with schema and name, one without a dot with the name alone. Characters in
    /// double quotes stand for themselves: `"My.Schema".*`.
    package static func matches(_ name: QualifiedName, pattern: String) -> Bool {
        let parts = patternParts(pattern)
        switch (parts.count, name.schema) {
        case (1, _): return Glob(parts[0]).matches(name.name)
        case (2, let schema?): return Glob(parts[0]).matches(schema) && Glob(parts[1]).matches(name.name)
        default: return Glob(Array(parts.joined(separator: [(".", true)]))).matches(name.description)
        }
    }

    /// The parts of a pattern between dots outside quotes, without the quotes.
    private static func patternParts(_ pattern: String) -> [[(character: Character, isQuoted: Bool)]] {
        var parts: [[(character: Character, isQuoted: Bool)]] = [[]]
        var isQuoted = false
        var rest = pattern[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                parts[parts.count - 1].append(("\"", true))
            case "\"": isQuoted.toggle()
            case "." where !isQuoted: parts.append([])
            default: parts[parts.count - 1].append((character, isQuoted))
            }
        }
        return parts
    }
}
