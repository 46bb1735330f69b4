import Text
import Yams

/// A value printed as JSON, with sorted keys.
enum JSONValue: Hashable {
    case text(String)
    case number(Int)
    case boolean(Bool)
    case list([JSONValue])
    case object([String: JSONValue])

    /// Parses JSON without nulls and fractions, such as this type prints.
    init(parsing json: String) throws(ConfigurationError) {
        self.init(try SettingsDocument.parse(json, file: "stored settings"))
    }

    /// JSON is YAML, in which only texts are quoted.
    private init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            let members = mapping.map { ($0.scalar?.string ?? "", JSONValue($1)) }
            self = .object(Dictionary(members) { first, _ in first })
        case .sequence(let items): self = .list(items.map { JSONValue($0) })
        case .scalar(let scalar) where scalar.style == .plain:
            self = Int(scalar.string).map { .number($0) } ?? .boolean(scalar.string == "true")
        case .scalar(let scalar): self = .text(scalar.string)
        case .alias: self = .text("")
        }
    }

    var json: String {
        switch self {
        case .text(let text): JSONString.quoted(text)
        case .number(let number): String(number)
        case .boolean(let boolean): String(boolean)
        case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\(JSONString.quoted($0.key)):\($0.value.json)" }
                .joined(separator: ",") + "}"
        }
    }

    /// The member of an object; `nil` if there is none, or if this is no object.
    subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[key]
        }
        set {
            guard case .object(var members) = self else { return }
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The items of a list; empty if this is no list.
    var items: [JSONValue] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    /// The text, or the value as JSON.
    var plainText: String {
        guard case .text(let text) = self else { return json }
        return text
    }
}
