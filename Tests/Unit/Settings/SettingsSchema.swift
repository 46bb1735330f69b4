import Model

@testable import Settings

/// The JSON Schema of a configuration, for editors, generated from the settings' descriptors.
///
/// It accepts everything that Snowmelt reads, including empty values, and a text with `${…}` instead of any value.
enum SettingsSchema {
    static var document: JSONValue {
        var members = section("", Setting.keys(under: ""))
        members["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
        members["title"] = .text("Snowmelt configuration")
        members["description"] = .text("What is moved from where to where, and how: see configuration.md.")
        let shared = settings("tables", Setting.keys(under: "tables"))
        members["$defs"] = .object(Dictionary(uniqueKeysWithValues: shared.map { ($0.key, schema($0)) }))
        return .object(members)
    }

    private static func settings(_ path: String, _ keys: [String]) -> [Setting] {
        keys.compactMap { Setting.at(path.isEmpty ? $0 : "\(path).\($0)") }.filter { setting in
            setting.refusal?.supported.isEmpty != true
        }
    }

    /// The schema of a mapping with the keys below a path.
    private static func section(_ path: String, _ keys: [String]) -> [String: JSONValue] {
        let settings = settings(path, keys)
        var properties: [String: JSONValue] = [:]
        for setting in settings {
            properties[setting.key] =
                path == "tables" ? .object(["$ref": .text("#/$defs/\(setting.key)")]) : schema(setting)
        }
        var members: [String: JSONValue] = [
            "type": .text("object"), "properties": .object(properties), "additionalProperties": .boolean(false),
        ]
        let required = settings.filter { $0.isRequired && $0.sources.isEmpty }.map { JSONValue.text($0.key) }
        if !required.isEmpty { members["required"] = .list(required) }
        return members
    }

    private static func schema(_ setting: Setting) -> JSONValue {
        var members: [String: JSONValue]
        switch (setting.kind, setting.path) {
        case (.section, "defaults"):
            let keys = Setting.tables.filter(\.mayBeDefault).map(\.key)
            members = section("tables", Setting.keys(under: "tables").filter(keys.contains))
        case (.section, _): members = section(setting.path, Setting.keys(under: setting.path))
        case (.sections, _):
            var item = section(setting.path, Setting.keys(under: setting.path))
            item["oneOf"] = .list(["source", "query"].map { .object(["required": .list([.text($0)])]) })
            members = ["type": .text("array"), "minItems": .number(1), "items": .object(item)]
        case (.sectionsByName, _):
            let path = "\(setting.path).*"
            members = ["additionalProperties": .object(section(path, Setting.keys(under: path)))]
            members["type"] = types("object", "null")
        default:
            members = scalar(setting)
            let keys = Setting.keys(under: setting.path)
            if !keys.isEmpty {
                members = ["anyOf": .list([.object(members), .object(section(setting.path, keys))])]
            }
        }
        if setting.kind == .section, !setting.isRequired { members["type"] = types("object", "null") }
        if setting.path == "source" { members["allOf"] = .list(SourceKind.allCases.map(rule)) }
        members["description"] = .text(setting.sentence)
        members["default"] = setting.builtIn.map { builtIn($0, setting.kind) }
        return .object(members)
    }

    /// The keys that a source of one kind must have, and must not have.
    private static func rule(_ kind: SourceKind) -> JSONValue {
        let own = Setting.source.filter { $0.sources.contains(kind) && $0.isRequired }.map { JSONValue.text($0.key) }
        let foreign = Setting.source.filter { !$0.sources.isEmpty && !$0.sources.contains(kind) }
        let type: JSONValue = .object(["const": .text(kind.rawValue)])
        return .object([
            "if": .object(["properties": .object(["type": type]), "required": .list([.text("type")])]),
            "then": .object([
                "required": .list(own),
                "properties": .object(
                    Dictionary(uniqueKeysWithValues: foreign.map { ($0.key, JSONValue.boolean(false)) })),
            ]),
        ])
    }

    private static func scalar(_ setting: Setting) -> [String: JSONValue] {
        // Keywords for numbers don't apply to texts, and patterns don't apply to numbers.
        switch setting.kind {
        case .text: return ["type": text]
        case .names: return ["type": types("array", "string", "number", "null"), "items": .object(["type": text])]
        case .texts: return ["type": types("object", "null"), "additionalProperties": .object(["type": text])]
        case .boolean:
            let words = "^([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|TRUE|FALSE|YES|NO|ON|OFF)$"
            return ["type": types("boolean", "string", "null"), "pattern": .text("\(words)|\(substitution)")]
        case .integer(let range):
            var members = number(atLeast: range.lowerBound, as: "^[0-9][0-9_]*$")
            if range.upperBound != .max { members["maximum"] = .number(range.upperBound) }
            return members
        case .bytes(let minimum):
            return number(atLeast: minimum, as: "^[0-9][0-9_]* ?([bB]|[kKmMgGtT]([iI]?[bB])?)?$")
        case .choice(let words):
            let supported = words.filter { setting.refusal?.supported.contains($0) != false }
            return [
                "anyOf": .list([
                    .object(["enum": .list(supported.map(JSONValue.text))]), .object(["type": .text("null")]),
                    .object(["type": .text("string"), "pattern": .text(substitution)]),
                ])
            ]
        case .section, .sections, .sectionsByName: return [:]
        }
    }

    private static let substitution = #"\$\{"#
    private static let text = types("string", "number", "boolean", "null")

    private static func types(_ names: String...) -> JSONValue { .list(names.map(JSONValue.text)) }

    private static func number(atLeast minimum: Int, as pattern: String) -> [String: JSONValue] {
        [
            "type": types("integer", "string", "null"), "minimum": .number(minimum),
            "pattern": .text("\(pattern)|\(substitution)"),
        ]
    }

    private static func builtIn(_ text: String, _ kind: SettingKind) -> JSONValue {
        switch kind {
        case .integer: Int(text).map(JSONValue.number) ?? .text(text)
        case .boolean: .boolean(text == "true")
        default: .text(text)
        }
    }
}

extension JSONValue {
    /// The JSON text with a line for each member and item.
    func indented(_ indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.sorted { $0.key < $1.key }.map { key, value in
                "\(inner)\(JSONValue.text(key).json): \(value.indented(inner))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        case .list(let items) where items.contains { if case .object = $0 { true } else { false } }:
            return "[\n\(items.map { inner + $0.indented(inner) }.joined(separator: ",\n"))\n\(indent)]"
        case .list(let items): return "[\(items.map(\.json).joined(separator: ", "))]"
        default: return json
        }
    }
}
