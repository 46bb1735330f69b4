/// How much load, and for how long.
struct LoadOptions: Sendable {
    /// Chunks of the large queue; the small one has a hundredth of them.
    var chunks = 1_000_000
    var workers = 100
    /// Claims a second that all workers make together while the claim's latency is measured.
    var rate = 200
    /// How long each measurement lasts at most.
    var seconds = 60

    /// Throws for a variable that is no positive number.
    init(environment: [String: String]) throws {
        func read(_ name: String, into value: inout Int) throws {
            guard let text = environment[name] else { return }
            guard let number = Int(text), number > 0 else { throw LoadError("\(name)=\(text) is no positive number") }
            value = number
        }
        try read("CHUNKS", into: &chunks)
        try read("WORKERS", into: &workers)
        try read("RATE", into: &rate)
        try read("PHASE_SECONDS", into: &seconds)
    }
}

struct LoadError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
