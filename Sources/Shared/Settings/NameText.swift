package import Model

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

    /// Whether a name matches a pattern: `*` matches any text, `?` any single character.
    ///
    /// A pattern with a dot is compared with `schema.name`, one without a dot with the bare name.
    package static func matches(_ name: QualifiedName, pattern: String) -> Bool {
        let text = pattern.contains(".") ? name.description : name.name
        return matches(Array(text), Array(pattern))
    }

    /// Linear, except that the last `*` is retried at later positions.
    private static func matches(_ text: [Character], _ pattern: [Character]) -> Bool {
        var (position, index) = (0, 0)
        var lastStar: (index: Int, position: Int)?
        while position < text.count {
            if index < pattern.count, pattern[index] == "*" {
                lastStar = (index, position)
                index += 1
            } else if index < pattern.count, pattern[index] == "?" || pattern[index] == text[position] {
                position += 1
                index += 1
            } else if let star = lastStar {
                lastStar = (star.index, star.position + 1)
                position = star.position + 1
                index = star.index + 1
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == "*" }
    }
}
