import Text
import Yams

/// One value of a configuration that is being parsed, with everything needed for messages about it.
///
/// Each reading function reports problems to the log and returns `nil`. Messages show the value as written in the file,
/// before substitution, and nothing of a secret.
struct SettingValue {
    var node: Node
    /// The path in messages: `tables[0].chunk.by`.
    var path: String
    /// The path as in `Setting.path`: `tables.chunk.by`.
    var schema: String
    var origin: String
    var position: ConfigurationProblem.Position?
    /// `nil` to use the value without substitution.
    var substitution: Substitution?
    var log: ProblemLog

    func report(_ message: String) {
        log.add(
            ConfigurationProblem(
                origin: origin, position: position, setting: path.isEmpty ? nil : path, message: message))
    }

    /// Whether the value is empty: `key:`, `key: null`, `key: ~`, `key: ""`.
    var isEmpty: Bool {
        guard case .scalar(let scalar) = node else { return false }
        let text = scalar.string
        return text.isEmpty || (scalar.style == .plain && ["null", "Null", "NULL", "~"].contains(text))
    }

    /// A part of this value, by key or position.
    func part(_ node: Node, path: String, schema: String) -> SettingValue {
        var part = self
        part.node = node
        part.path = path
        part.schema = schema
        part.position = node.mark.map { ConfigurationProblem.Position(line: $0.line, column: $0.column) } ?? position
        return part
    }

    /// The text after substitution; `nil` if it is empty, which counts as not set.
    func text() -> String? {
        guard let text = possiblyEmptyText(), !text.isEmpty else { return nil }
        return text
    }

    /// The text of a required setting.
    func requiredText() -> String? {
        guard let text = possiblyEmptyText() else { return nil }
        if text.isEmpty { report("is empty after substitution") }
        return text.isEmpty ? nil : text
    }

    func possiblyEmptyText() -> String? {
        guard case .scalar(let scalar) = node else {
            report("expected one value, found a \(kindName)")
            return nil
        }
        guard !isEmpty else { return "" }
        guard let substitution else { return scalar.string }
        do {
            return try substitution.apply(scalar.string)
        } catch {
            report(error.message)
            return nil
        }
    }

    /// The descriptor of this setting, which contains its bounds and words.
    private var setting: Setting {
        guard let setting = Setting.at(schema) else { preconditionFailure("\(schema) has no descriptor") }
        return setting
    }

    func integer() -> Int? {
        guard case .integer(let range) = setting.kind else { preconditionFailure("\(schema) is no whole number") }
        guard let text = text() else { return nil }
        if let number = SettingText.integer(text), range.contains(number) { return number }
        let bounds = range.upperBound == .max ? "\(range.lowerBound) on" : "\(range.lowerBound) to \(range.upperBound)"
        reportUnexpected("a whole number from \(bounds)")
        return nil
    }

    func byteCount() -> Int? {
        guard case .bytes(let minimum) = setting.kind else { preconditionFailure("\(schema) is no size") }
        guard let text = text() else { return nil }
        if let count = SettingText.byteCount(text), count >= minimum { return count }
        reportUnexpected("a size of at least \(minimum) bytes, such as 512MB")
        return nil
    }

    func boolean() -> Bool? {
        guard let text = text() else { return nil }
        if let boolean = SettingText.boolean(text) { return boolean }
        reportUnexpected("true or false")
        return nil
    }

    /// One of the setting's words, if this version supports it.
    func choice() -> String? {
        guard case .choice(let words) = setting.kind else { preconditionFailure("\(schema) is no choice") }
        guard let text = text() else { return nil }
        guard words.contains(text) else {
            let nearest = NearestName.candidates(for: text, among: words).first
            reportUnexpected(words.joined(separator: ", "), hint: nearest.map { "; did you mean \($0)?" } ?? "")
            return nil
        }
        guard let refusal = setting.refusal, !refusal.supported.contains(text) else { return text }
        report("\(text) isn't supported by this version of Snowmelt; \(refusal.advice)")
        return nil
    }

    /// The enum case for the setting's word.
    func word<Word: RawRepresentable<String>>() -> Word? {
        choice().flatMap { Word(rawValue: $0) }
    }

    /// A list of texts; a single text counts as a list of one.
    func names() -> [String]? {
        guard case .sequence(let sequence) = node else { return text().map { [$0] } }
        var names: [String] = []
        for (index, item) in sequence.enumerated() {
            let value = part(item, path: "\(path)[\(index)]", schema: schema)
            if let name = value.text() {
                names.append(name)
            } else if value.isEmpty {
                value.report("expected a name, found nothing")
            }
        }
        return names
    }

    /// The items of a list.
    func items() -> [SettingValue]? {
        guard case .sequence(let sequence) = node else {
            report("expected a list (lines that start with \"- \"), found a \(kindName)")
            return nil
        }
        return sequence.enumerated().map { part($1, path: "\(path)[\($0)]", schema: schema) }
    }

    /// The pairs of a mapping whose keys the user chooses.
    func pairs() -> [(key: String, value: SettingValue)]? {
        guard case .mapping(let mapping) = node else {
            report("expected a mapping (lines of \"name: value\"), found a \(kindName)")
            return nil
        }
        return mapping.compactMap { key, value in
            guard case .scalar(let scalar) = key else {
                part(key, path: path, schema: schema).report("expected a name before the colon")
                return nil
            }
            let path = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
            return (scalar.string, part(value, path: path, schema: "\(schema).*"))
        }
    }

    private func reportUnexpected(_ expected: String, hint: String = "") {
        var found = "something else"
        if case .scalar(let scalar) = node { found = "\"\(scalar.string.prefix(60))\"" }
        report("expected \(expected), found \(found)\(hint)")
    }

    var isScalar: Bool {
        if case .scalar = node { true } else { false }
    }

    /// The kind of this value, for messages.
    var kindName: String {
        switch node {
        case .scalar: isEmpty ? "missing value" : "single value"
        case .mapping: "mapping"
        case .sequence: "list"
        case .alias: "reference"
        }
    }
}
