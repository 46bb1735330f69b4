import Events
import FaultPoints
import Model
import Postgres
import RowSource
import Transfer
import WorkQueue

/// The end of an attempt at its worker's deadline: the chunk is split if a worker with this deadline couldn't finish
/// it.
extension ChunkAttempt {
    /// The time left before the process is ended must be enough for all statements.
    private static let statementDeadline = Duration.seconds(3)

    /// Splits the chunk, or releases it without counting the attempt.
    ///
    /// - Parameter dialect: the source's dialect; `nil` if there is no time to split.
    func endAtDeadline(_ dialect: (any SQLDialect)?) async throws {
        var obstacle: String?
        do {
            if let dialect, let halves = try await halves(dialect), try await split(into: halves) { return }
        } catch let reason as ChunkHalving.Impossible {
            obstacle = "not copied by the worker's deadline, and it can't be split: \(reason)"
            events.record(.chunkUnsplittable(reason: "\(reason)"))
        } catch {
            // The void receipt may or may not have been written; if it was, the next attempt finds it.
            events.record(.chunkNotSplit(error))
        }
        try await queue.releaseOverdue(chunk, error: obstacle)
        events.record(.chunkReleased(.deadline))
    }

    /// The halves to split into; `nil` if another worker may still finish the whole chunk.
    private func halves(_ dialect: any SQLDialect) async throws -> [ChunkHalf]? {
        guard let life = configuration.deadline, let stored = try await queue.splittable(chunk.key) else { return nil }
        let rule = SplitRule(life: life - TransferWatch.releaseTime)
        guard rule.splits(had: .now - startedAt, timesOverdue: stored.timesOverdue) else { return nil }
        return try ChunkHalving(cut: table.spec.cut, dialect: dialect).halves(of: stored)
    }

    /// Splits the chunk; returns `true` if it is settled, that is, split or found to be copied.
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
            return false  // the next attempt is fenced as well, and reports it
        }
        return true
    }

    /// Replaces a chunk that has a void receipt by its halves.
    func replace(by halves: [ChunkHalf]) async throws {
        if try await queue.split(chunk.key, into: halves) {
            events.record(.chunkSplit)
        } else {
            events.record(.chunkDroppedAsSplit)
        }
    }
}
