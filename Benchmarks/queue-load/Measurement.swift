/// The work of some workers in some time.
struct Measurement: Sendable {
    var claims = Latencies()
    var finishes = Latencies()
    var time = Duration.zero

    /// Chunks claimed and finished per second.
    var rate: Double {
        let parts = time.components
        return Double(finishes.count) / (Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
    }

    /// Runs all workers at the same time.
    ///
    /// - Parameter rate: claims per second of all workers together; `nil` for as many as possible.
    static func take(_ workers: [LoadWorker], seconds: Int, rate: Int? = nil) async throws -> Measurement {
        let start = ContinuousClock.now
        let interval = rate.map { Duration.seconds(Double(workers.count) / Double($0)) }
        let results = try await withThrowingTaskGroup(of: LoadWorker.Result.self) { group in
            for worker in workers {
                group.addTask { try await worker.work(until: start + .seconds(seconds), interval: interval) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        var measurement = Measurement(time: .now - start)
        for result in results {
            measurement.claims.add(result.claims)
            measurement.finishes.add(result.finishes)
        }
        return measurement
    }
}
