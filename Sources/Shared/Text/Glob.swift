/// A pattern for table names: `*` matches any number of characters, `?` exactly one.
package struct Glob: Sendable {
    private enum Item: Hashable {
        case character(Character)
        case anyCharacter
        case anyText
    }

    private let pattern: [Item]

    package init(_ pattern: String) {
        self.init(pattern.map { (character: $0, isQuoted: false) })
    }

    /// A pattern of characters; those that are quoted stand for themselves.
    package init(_ pattern: [(character: Character, isQuoted: Bool)]) {
        self.pattern = pattern.map { character, isQuoted in
            switch character {
            case "*" where !isQuoted: .anyText
            case "?" where !isQuoted: .anyCharacter
            default: .character(character)
            }
        }
    }

    /// Whether the pattern matches all of `text`, case-sensitively.
    package func matches(_ text: String) -> Bool {
        let text = Array(text)
        var position = 0
        var next = 0
        // Where to resume after a mismatch: the position of the last `*`, and how much of the text it has consumed.
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if next < pattern.count, pattern[next] == .anyText {
                star = (next, position)
                next += 1
            } else if next < pattern.count,
                pattern[next] == .anyCharacter || pattern[next] == .character(text[position])
            {
                next += 1
                position += 1
            } else if let (starPattern, starText) = star {
                star = (starPattern, starText + 1)
                next = starPattern + 1
                position = starText + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == .anyText }
    }
}
