import Model
import Postgres
import Synchronization
import WorkQueue

/// A worker with one slot and instant transfers; it claims, finishes and renews its lease like a real worker.
final class LoadWorker: Sendable {
    struct Result: Sendable {
        var claims = Latencies()
        var finishes = Latencies()
    }

    private let queue: WorkQueue
    /// The dedicated connection for heartbeats.
    private let lease: WorkQueue
    private let run: RandomID
    private let id = RandomID()
    private let pacing = Mutex(ClaimPacing(now: .now))

    init(of queue: LoadQueue) {
        self.queue = WorkQueue(database: queue.connectControl(), configIdentity: LoadQueue.config)
        lease = WorkQueue(database: queue.connectControl(), configIdentity: LoadQueue.config)
        run = queue.run
    }

    func register() async throws {
        try await lease.register(WorkerIdentity(id: id, host: "host", pid: 1, slots: 1, version: "1"))
        // The first chunk isn't measured: the connection is opened, and the server plans and reads its catalogues.
        if let chunk = try await claim().chunk { try await finish(chunk) }
    }

    func close() async throws {
        try await lease.end(worker: id, state: .gone)
        await queue.database.close()
        await lease.database.close()
    }

    /// Works until `end`, or until the queue is empty; at most one chunk per `interval`.
    func work(until end: ContinuousClock.Instant, interval: Duration?) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { [self] in try await copyChunks(until: end, interval: interval) }
            group.addTask {
                try await self.beat()
                return nil
            }
            guard let result = try await group.next() ?? nil else { throw LoadError("a heartbeat was refused") }
            group.cancelAll()
            return result
        }
    }

    private func copyChunks(until end: ContinuousClock.Instant, interval: Duration?) async throws -> Result {
        var result = Result()
        var due = ContinuousClock.now + (interval ?? .zero) * Double.random(in: 0..<1)
        while ContinuousClock.now < end {
            if let interval {
                // On a fixed schedule: a slow answer of the server must not reduce the load.
                guard due < end else { return result }
                try await Task.sleep(until: due, clock: .continuous)
                due += interval
            }
            let (chunk, took) = try await claim()
            guard let chunk else {
                if case .claimAgain = pacing.withLock({ $0.foundNothing(took: took, now: .now) }) { continue }
                return result
            }
            result.claims.add(took)
            let claimed = ContinuousClock.now
            try await finish(chunk)
            result.finishes.add(.now - claimed)
        }
        return result
    }

    private func claim() async throws -> (chunk: ClaimedChunk?, took: Duration) {
        let watermark = pacing.withLock { $0.lowWatermark }
        let start = ContinuousClock.now
        let chunk = try await queue.claim(run: run, after: watermark, worker: id, token: RandomID())
        let end = ContinuousClock.now
        if let chunk {
            pacing.withLock { $0.claimed(queuePosition: chunk.queuePosition, took: end - start, now: end) }
        }
        return (chunk, end - start)
    }

    private func finish(_ chunk: ClaimedChunk) async throws {
        guard try await queue.finish(chunk, CopiedChunk(rows: 100_000, bytes: 8_000_000)) else {
            throw LoadError("a claim was lost")
        }
    }

    private func beat() async throws {
        try await sleep(for: Lease.interval * Double.random(in: 0..<1))
        while !Task.isCancelled {
            guard try await lease.heartbeat(worker: id, run: nil) != nil else { return }
            try await sleep(for: Lease.interval)
        }
    }

    /// Returns early if the work is done.
    private func sleep(for duration: Duration) async throws {
        do {
            try await Task.sleep(for: duration)
        } catch is CancellationError {
            return
        }
    }
}
