import Postgres
import TestKit

/// One queue's measurements: latencies at a steady rate, then at full speed, then at the steady rate again.
struct Scenario: Sendable {
    var name: String
    var chunks: Int
    var planning: Duration
    var before: LoadQueue.Size
    var after: LoadQueue.Size
    var steady: Measurement
    var full: Measurement
    /// `nil` if the queue was empty before this measurement.
    var later: Measurement?

    static func run(
        _ name: String, chunks: Int, holdsHorizon: Bool = false, options: LoadOptions, in cluster: PostgresCluster
    ) async throws -> Scenario {
        let queue = try await LoadQueue(chunks: chunks, in: cluster)
        let before = try await queue.size()
        let horizon = holdsHorizon ? try await queue.holdHorizon() : nil
        let workers = (0..<options.workers).map { _ in LoadWorker(of: queue) }
        for worker in workers { try await worker.register() }

        // Keeps a small queue from being empty before the last measurement.
        let seconds = max(1, min(options.seconds, chunks / options.rate / 3))
        let steady = try await Measurement.take(workers, seconds: seconds, rate: options.rate)
        var full = Measurement()
        if chunks == options.chunks { full = try await Measurement.take(workers, seconds: options.seconds) }
        let later = try await Measurement.take(workers, seconds: seconds, rate: options.rate)
        let after = try await queue.size()

        for worker in workers { try await worker.close() }
        await horizon?.close()
        try await queue.database.drop()
        return Scenario(
            name: name, chunks: chunks, planning: queue.planning, before: before, after: after, steady: steady,
            full: full, later: later.claims.count == 0 ? nil : later)
    }
}
