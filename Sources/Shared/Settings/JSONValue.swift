import Text

/// A value printed as JSON, with sorted keys.
enum JSONValue {
    case text(String)
    case number(Int)
    case boolean(Bool)
    case list([JSONValue])
    case object([String: JSONValue])

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
}
