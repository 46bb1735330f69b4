import TestKit

/// A key column of a random table: its type, and literals for it.
struct KeyKind: Sendable, CustomStringConvertible {
    var type: String
    /// Whether the column can be part of a primary key.
    var isKeyable = true
    var literals: @Sendable (inout Seeded) -> String

    init(_ type: String, isKeyable: Bool = true, _ literals: @escaping @Sendable (inout Seeded) -> String) {
        self.type = type
        self.isKeyable = isKeyable
        self.literals = literals
    }

    /// Picks one of these values each time.
    init(_ type: String, isKeyable: Bool = true, of values: [String]) {
        self.init(type, isKeyable: isKeyable) { values[Int.random(in: values.indices, using: &$0)] }
    }

    var description: String { type }

    /// Texts that collations fold, pad and sort differently.
    static let texts = [
        "''", "' '", "'a'", "'A'", "'a '", "'á'", "'ä'", "'z'", "'Z'", "'ß'", "'ss'", "'ch'", "'c'", "'10'", "'9'",
        "'2'", "'é'", "'e'", "'E'", "'o''k'", "'~'", "'new'", "'paid'", "'_'",
    ]

    static func number(_ range: ClosedRange<Int64>) -> @Sendable (inout Seeded) -> String {
        { "\(Int64.random(in: range, using: &$0))" }
    }

    static func decimal(_ range: ClosedRange<Int>, _ divisor: Double) -> @Sendable (inout Seeded) -> String {
        { "\(Double(Int.random(in: range, using: &$0)) / divisor)" }
    }

    /// A random date from 1999-12-01 to 2001-12-28, between `before` and `after`.
    static func day(_ before: String = "'", _ after: String = "'") -> @Sendable (inout Seeded) -> String {
        { random in
            func two(_ range: ClosedRange<Int>) -> String {
                let text = "\(Int.random(in: range, using: &random))"
                return text.count < 2 ? "0" + text : text
            }
            return "\(before)\(Int.random(in: 1999...2001, using: &random))-\(two(1...12))-\(two(1...28))\(after)"
        }
    }

    static func uuid(_ random: inout Seeded) -> String {
        let digit = "0123456789abcdef".map { $0 }[Int.random(in: 0..<16, using: &random)]
        return "'\(digit)ecd8c99-\(digit)036-403d-bf84-cf8400f6783\(digit)'"
    }
}
