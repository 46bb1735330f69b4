/// The durations of calls.
struct Latencies: Sendable {
    private var times: [Duration] = []

    var count: Int { times.count }

    mutating func add(_ time: Duration) {
        times.append(time)
    }

    mutating func add(_ others: Latencies) {
        times += others.times
    }

    /// The percentile for a share of the calls, in milliseconds; `nil` without calls.
    func milliseconds(atShare share: Double) -> Double? {
        guard !times.isEmpty else { return nil }
        let sorted = times.sorted()
        let time = sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)].components
        return Double(time.seconds) * 1e3 + Double(time.attoseconds) * 1e-15
    }
}
