/// A chunk's predicate, parsed and evaluated with SQL's three-valued logic.
indirect enum ChunkPredicate {
    case comparison(less: Bool, bound: Int)
    case isNull(negated: Bool)
    case bucket(of: Int, equals: Int)
    case not(ChunkPredicate)
    case and(ChunkPredicate, ChunkPredicate)
    case or(ChunkPredicate, ChunkPredicate)

    struct Malformed: Error {
        var text: String
    }

    init(_ text: String) throws {
        var tokens = Self.tokens(text)[...]
        self = try Self.disjunction(&tokens, text)
        guard tokens.isEmpty else { throw Malformed(text: text) }
    }

    /// `nil` is SQL's unknown, which selects nothing.
    func evaluate(_ row: KeyedRow) -> Bool? {
        switch self {
        case .comparison(let less, let bound):
            switch row.key {
            case .null: nil
            case .notANumber: false
            case .value(let value): less ? value < bound : value >= bound
            }
        case .isNull(let negated): (row.key == .null) != negated
        case .bucket(let buckets, let number): row.identity % buckets == number
        case .not(let inner): inner.evaluate(row).map { !$0 }
        case .and(let left, let right): Self.both(left.evaluate(row), right.evaluate(row))
        case .or(let left, let right):
            Self.both(left.evaluate(row).map { !$0 }, right.evaluate(row).map { !$0 }).map { !$0 }
        }
    }

    private static func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == false || right == false { return false }
        guard let left, let right else { return nil }
        return left && right
    }

    private static func tokens(_ text: String) -> [String] {
        var spaced = ""
        for letter in text {
            spaced += letter == "(" || letter == ")" ? " \(letter) " : String(letter)
        }
        return spaced.split(separator: " ").map(String.init)
    }

    private static func disjunction(_ tokens: inout ArraySlice<String>, _ text: String) throws -> ChunkPredicate {
        var result = try conjunction(&tokens, text)
        while tokens.first == "OR" {
            tokens.removeFirst()
            result = .or(result, try conjunction(&tokens, text))
        }
        return result
    }

    private static func conjunction(_ tokens: inout ArraySlice<String>, _ text: String) throws -> ChunkPredicate {
        var result = try term(&tokens, text)
        while tokens.first == "AND" {
            tokens.removeFirst()
            result = .and(result, try term(&tokens, text))
        }
        return result
    }

    private static func term(_ tokens: inout ArraySlice<String>, _ text: String) throws -> ChunkPredicate {
        func take() throws -> String {
            guard let token = tokens.popFirst() else { throw Malformed(text: text) }
            return token
        }
        func number() throws -> Int {
            guard let value = Int(try take()) else { throw Malformed(text: text) }
            return value
        }
        func expect(_ expected: String...) throws {
            for token in expected where try take() != token { throw Malformed(text: text) }
        }
        switch try take() {
        case "NOT":
            return .not(try term(&tokens, text))
        case "(" where tokens.first == "BUCKET":
            try expect("BUCKET", "(")
            let buckets = try number()
            try expect(")", ")", "=")
            return .bucket(of: buckets, equals: try number())
        case "(":
            let inner = try disjunction(&tokens, text)
            try expect(")")
            return inner
        case "\"k\"":
            switch try take() {
            case "<": return .comparison(less: true, bound: try number())
            case ">=": return .comparison(less: false, bound: try number())
            case "IS":
                let negated = tokens.first == "NOT"
                if negated { try expect("NOT") }
                try expect("NULL")
                return .isNull(negated: negated)
            default: throw Malformed(text: text)
            }
        default:
            throw Malformed(text: text)
        }
    }
}
