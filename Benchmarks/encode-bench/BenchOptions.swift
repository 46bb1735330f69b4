/// How much is measured, and how it is told.
struct BenchOptions {
    /// Rows a round at least; of single columns, four times as many.
    var rows = 500_000
    var rounds = 5
    /// Only subjects whose name holds this.
    var only = ""
    /// JSON instead of a table.
    var isJSON = false

    /// Throws for a variable that can't be read.
    init(environment: [String: String]) throws(BenchError) {
        func read(_ name: String, into value: inout Int) throws(BenchError) {
            guard let text = environment[name] else { return }
            guard let number = Int(text), number > 0 else {
                throw BenchError(description: "\(name)=\(text) is no positive number")
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
