/// The planner's search for a row's range, parsed and evaluated: `CASE WHEN … THEN … ELSE … END`, or a number.
indirect enum RangeSearch {
    case range(Int)
    case choice(ChunkPredicate, RangeSearch, RangeSearch?)

    struct Malformed: Error {
        var text: String
    }

    init(_ text: String) throws {
        var words = text.split(separator: " ").map(String.init)[...]
        self = try Self.expression(&words)
        guard words.isEmpty else { throw Malformed(text: text) }
    }

    /// `nil` is NULL.
    func evaluate(_ row: KeyedRow) -> Int? {
        switch self {
        case .range(let number): number
        case .choice(let predicate, let yes, let no):
            predicate.evaluate(row) == true ? yes.evaluate(row) : no?.evaluate(row)
        }
    }

    private static func expression(_ words: inout ArraySlice<String>) throws -> RangeSearch {
        guard words.first == "CASE" else {
            guard let word = words.popFirst(), let number = Int(word) else { throw Malformed(text: words.description) }
            return .range(number)
        }
        words.removeFirst(2)
        guard let then = words.firstIndex(of: "THEN") else { throw Malformed(text: words.description) }
        let predicate = try ChunkPredicate(words[..<then].joined(separator: " "))
        words = words[(then + 1)...]
        let yes = try expression(&words)
        var no: RangeSearch?
        if words.first == "ELSE" {
            words.removeFirst()
            no = try expression(&words)
        }
        guard words.popFirst() == "END" else { throw Malformed(text: words.description) }
        return .choice(predicate, yes, no)
    }
}
