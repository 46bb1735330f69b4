import TextFiles

/// Replaces `${NAME}`, `${NAME:-default}` and `${file:PATH}` in one value.
///
/// Runs after YAML has been parsed, so that no character of a secret can change the document.
///
/// Defaults and paths may contain substitutions; braces inside must be balanced. `$${` stands for a literal `${`; any
/// other `$` is literal.
struct Substitution {
    let environment: [String: String]
    /// Reads a file named by `${file:PATH}`.
    let readFile: (String) throws(FileError) -> String

    func apply(_ text: String) throws(SubstitutionError) -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                let inner = try bracedText(rest.dropFirst(2))
                result += try value(of: inner)
                rest = rest[inner.endIndex...].dropFirst()
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// The text up to the closing brace that matches the one just read.
    private func bracedText(_ text: Substring) throws(SubstitutionError) -> Substring {
        var depth = 1
        for index in text.indices {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            if depth == 0 { return text[..<index] }
        }
        throw SubstitutionError(message: "a \"${\" has no closing brace; a literal one is written $${")
    }

    private func value(of inner: Substring) throws(SubstitutionError) -> String {
        if inner.hasPrefix("file:") {
            return try contents(ofFile: apply(String(inner.dropFirst(5))))
        }
        let name = inner.prefix(while: Self.mayName)
        let rest = inner[name.endIndex...]
        guard name.first?.isNumber == false, rest.isEmpty || rest.hasPrefix(":-") else {
            throw SubstitutionError(
                message: "a \"${\" is followed by neither NAME}, NAME:-default} nor file:PATH}; "
                    + "a literal one is written $${")
        }
        let found = environment[String(name)]
        if rest.isEmpty {
            guard let found else {
                throw SubstitutionError(
                    message: "the environment variable \(name) isn't set; set it, or write ${\(name):-default}")
            }
            return found
        }
        if let found, !found.isEmpty { return found }
        return try apply(String(rest.dropFirst(2)))
    }

    /// Whether a character may be part of a variable's name.
    static func mayName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }

    /// A file's text without a final line break.
    private func contents(ofFile path: String) throws(SubstitutionError) -> String {
        do {
            let text = try readFile(path)
            guard let last = text.last, last.isNewline else { return text }
            return String(text.dropLast())
        } catch {
            throw SubstitutionError(message: "the file \(path) \(error.reason)")
        }
    }
}
