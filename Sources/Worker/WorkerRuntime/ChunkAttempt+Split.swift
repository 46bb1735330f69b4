import Events
import FaultPoints
import Model
import Postgres
import RowSource
import Transfer
import WorkQueue

/// The end of an attempt at its worker's deadline: the chunk is split if no worker of this kind could end it.
extension ChunkAttempt {
    /// What is left before the process is ended has to do for all of this.
    private static let statementDeadline = Duration.seconds(3)

    /// Splits the chunk, or gives it back with its attempt.
    ///
    /// - Parameter dialect: the source's; nil: there isn't the time to split it.
    func endAtDeadline(_ dialect: (any SQLDialect)?) async throws {
        var obstacle: String?
        do {
            if let dialect, let halves = try await halves(dialect), try await split(into: halves) { return }
        } catch let reason as ChunkHalving.Impossible {
            obstacle = "not done within a worker's deadline, and it can't be split: \(reason)"
            events.record(.chunkUnsplittable(reason: "\(reason)"))
        } catch {
            // Whatever got through: the next attempt finds the void receipt, or there is none.
            events.record(.chunkNotSplit(error))
        }
        try await queue.releaseOverdue(chunk, error: obstacle)
        events.record(.chunkReleased(.deadline))
    }

    /// Nil: another worker may yet end it whole.
    private func halves(_ dialect: any SQLDialect) async throws -> [ChunkHalf]? {
        guard let life = configuration.deadline, let stored = try await queue.splittable(chunk.key) else { return nil }
        let rule = SplitRule(life: life - TransferWatch.releaseTime)
        guard rule.splits(had: .now - startedAt, timesOverdue: stored.timesOverdue) else { return nil }
        return try ChunkHalving(cut: table.spec.cut, dialect: dialect).halves(of: stored)
    }

    /// Whether the chunk is settled: split, or found to be copied.
    private func split(into halves: [ChunkHalf]) async throws -> Bool {
        var options = configuration.target
        options.deadline = Self.statementDeadline
        let target = try await PostgresConnection.connect(options)
        let receipt = VoidReceipt(chunk, halves: halves, target: table.spec.target, snapshot: table.snapshot)
        switch try await target.closing(after: { try await receipt.write(on: target) }) {
        case .stands(.void(let halves)):
            try FaultPoint.afterVoid.reach()
            try await replace(by: halves)
        case .stands(.copied(let copied)):
            try await queue.finish(chunk, copied)
        case .fenced:
            return false  // the next attempt finds that out, too, and says so
        }
        return true
    }

    /// The chunk has a void receipt: its halves take its place.
    func replace(by halves: [ChunkHalf]) async throws {
        if try await queue.split(chunk.key, into: halves) {
            events.record(.chunkSplit)
        } else {
            events.record(.chunkDroppedAsSplit)
        }
    }
}
