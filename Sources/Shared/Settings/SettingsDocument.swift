import Yams

/// Parses the text of a configuration into YAML nodes.
enum SettingsDocument {
    /// Errors contain the position and the parser's message, but no part of the text, which may contain a password.
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> Node {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
        } catch let error as YamlError {
            throw ConfigurationError([problem(error, in: text, file: file)])
        } catch {
            throw ConfigurationError([ConfigurationProblem(origin: file, message: "isn't valid YAML")])
        }
        throw ConfigurationError([
            ConfigurationProblem(origin: file, message: "is empty; `snowmelt init` writes one to start from")
        ])
    }

    private static func problem(_ error: YamlError, in text: String, file: String) -> ConfigurationProblem {
        var problem = ConfigurationProblem(origin: file, message: "isn't valid YAML")
        switch error {
        case .scanner(let context, let reason, let mark, _),
            .parser(let context, let reason, let mark, _),
            .composer(let context, let reason, let mark, _):
            let words = [context?.text, reason].compactMap(\.self).joined(separator: ", ")
            problem.position = .init(line: mark.line, column: mark.column)
            problem.message =
                indentation(in: text, upTo: mark.line).map { "isn't valid YAML: \($0); indent with spaces" }
                ?? "isn't valid YAML: \(words); a value with \": \", \" #\" or a leading special character needs quotes"
        case .duplicatedKeysInMapping(let keys, let context):
            problem.position = .init(line: context.mark.line, column: context.mark.column)
            let isPlain = keys.allSatisfy { $0.count <= 60 && !$0.contains("=") }
            problem.setting = isPlain ? keys.joined(separator: ", ") : nil
            problem.message = "stands here and again further down; a key may stand once"
        case .reader(let reason, _, _, _):
            problem.message = "isn't valid YAML: \(reason)"
        default:
            break
        }
        return problem
    }

    /// What other than spaces indents the line that an error names, or the one before it.
    private static func indentation(in text: String, upTo line: Int) -> String? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(line)
        let indents = lines.suffix(2).map { $0.prefix(while: \.isWhitespace) }
        if indents.contains(where: { $0.contains("\t") }) { return "a tab indents this line" }
        return indents.contains { $0.contains { $0 != " " } } ? "a space of another kind indents this line" : nil
    }
}
