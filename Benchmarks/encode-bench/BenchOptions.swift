/// How much is measured, and the form of the report.
struct BenchOptions {
    /// Minimum rows per round; four times as many for single columns.
    var rows = 500_000
    var rounds = 5
    /// Restricts the subjects to those whose name contains this text.
    var only = ""
    /// Whether to print JSON instead of a table.
    var isJSON = false

    /// Reads the environment; throws if a variable is invalid.
    init(environment: [String: String]) throws(BenchError) {
        func read(_ name: String, into value: inout Int) throws(BenchError) {
            guard let text = environment[name] else { return }
            guard let number = Int(text), number > 0 else {
                throw BenchError(description: "\(name)=\(text) isn't a positive number")
            }
            value = number
        }
        try read("ROWS", into: &rows)
        try read("ROUNDS", into: &rounds)
        only = environment["ONLY"] ?? ""
        switch environment["FORMAT"] ?? "table" {
        case "table": isJSON = false
        case "json": isJSON = true
        case let other: throw BenchError(description: "FORMAT=\(other) is neither table nor json")
        }
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
}
