/// A statement parameter.
///
/// It is sent as text; the statement determines its type.
package enum PostgresValue: Sendable, Hashable {
    case null
    case text(String)
    case int(Int)
    case bool(Bool)
    case double(Double)

    /// The text sent to the server; `nil` for NULL.
    var wireText: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .int(let int): String(int)
        case .bool(let bool): bool ? "true" : "false"
        case .double(let double): String(double)
        }
    }
}

extension PostgresValue: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
}

extension PostgresValue: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self = .int(value) }
}

extension PostgresValue: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension PostgresValue: ExpressibleByNilLiteral {
    package init(nilLiteral: ()) { self = .null }
}
