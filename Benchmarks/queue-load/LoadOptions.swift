/// The amount of load and its duration.
struct LoadOptions: Sendable {
    /// The number of chunks in the large queue; the small queue has a hundredth of it.
    var chunks = 1_000_000
    var workers = 100
    /// Claims per second of all workers together while the claim's latency is measured.
    var rate = 200
    /// The maximum duration of each measurement, in seconds.
    var seconds = 60

    /// Reads the environment; throws if a variable isn't a positive number.
    init(environment: [String: String]) throws {
        func read(_ name: String, into value: inout Int) throws {
            guard let text = environment[name] else { return }
            guard let number = Int(text), number > 0 else { throw LoadError("\(name)=\(text) isn't a positive number") }
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
