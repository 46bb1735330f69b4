/// A statement parameter.
///
/// It is sent as text; the statement determines its type.
package enum PostgresValue: Sendable, Hashable {
    case null
    case text(String)
    /// A text for people, such as an error: characters that the database can't store are replaced by `?`.
    case note(String)
    case int(Int)
    case bool(Bool)
    case double(Double)

    /// The text sent to the server; `nil` for NULL.
    ///
    /// - Parameter encoding: of the server's database, as PostgreSQL calls it.
    func wireText(encoding: @autoclosure () -> String?) -> String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .note(let text): Self.storable(text, in: encoding())
        case .int(let int): String(int)
        case .bool(let bool): bool ? "true" : "false"
        case .double(let double): String(double)
        }
    }

    private static func storable(_ text: String, in encoding: String?) -> String {
        let limit: UInt32 =
            switch encoding {
            case "UTF8", "SQL_ASCII", nil: .max
            case "LATIN1": 255
            default: 127
            }
        let isStorable = { (scalar: Unicode.Scalar) in 1...limit ~= scalar.value }
        guard !text.unicodeScalars.allSatisfy(isStorable) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isStorable($0) ? $0 : "?" }))
    }
}

extension PostgresValue {
    /// An array of values without commas, quotes and braces, such as numbers and ids.
    package static func array(_ values: some Sequence<some CustomStringConvertible>) -> PostgresValue {
        .text("{" + values.map(\.description).joined(separator: ",") + "}")
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
