import Events
import Failures
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

    /// Ends an attempt whose statement the source ended at its time limit.
    ///
    /// Each such statement costs its whole limit. So no row is paid for more than twice: the chunk is split, or repeated
    /// if it can't be; if that ends in the same way, it fails.
    ///
    /// - Parameter dialect: the source's dialect; `nil` if the target doesn't answer.
    func endAtTimeLimit(_ error: SourceError, _ dialect: (any SQLDialect)?) async throws {
        let stored = try await queue.splittable(chunk.key)
        let times = (stored?.timesCut ?? 0) + 1
        let text = [
            error.withWayOut, Self.cost(times, (stored?.cutSeconds ?? 0) + (.now - startedAt).inSeconds, dialect),
        ]
        .joined(separator: "; ")
        guard times == 1, let stored, let dialect else {
            return try await retry(times == 1 ? .transient : .permanent, "source: \(text)")
        }
        var obstacle = ""
        do {
            let halves = try ChunkHalving(cut: table.spec.cut, dialect: dialect).halves(of: stored)
            if try await split(into: halves, because: "source: \(text)") { return }
        } catch let reason as ChunkHalving.Impossible {
            obstacle = "; it can't be split: \(reason)"
        } catch {
            events.record(.chunkNotSplit(error))
        }
        try await retry(.transient, "source: \(text)\(obstacle)")
    }

    /// What statements cost that ended without a result: `2 statements ended at the source's time limit, for which 2 h …`.
    private static func cost(_ times: Int, _ seconds: Double, _ dialect: (any SQLDialect)?) -> String {
        let statements = times == 1 ? "the statement" : "\(times) statements for these rows"
        let whole = Int(seconds.rounded(.up))
        let time = whole < 120 ? "\(whole) s" : "\(whole / 60) min"
        let place = dialect is SnowflakeDialect ? "of warehouse time" : "at the source"
        return "\(statements) \(WorkQueue.cutAtTimeLimit), which cost \(time) \(place) for nothing"
    }

    /// The halves to split into; `nil` if another worker may still finish the whole chunk.
    private func halves(_ dialect: any SQLDialect) async throws -> [ChunkHalf]? {
        guard let life = configuration.deadline, let stored = try await queue.splittable(chunk.key) else { return nil }
        let rule = SplitRule(life: life - TransferWatch.releaseTime)
        guard rule.splits(had: .now - startedAt, timesOverdue: stored.timesOverdue) else { return nil }
        return try ChunkHalving(cut: table.spec.cut, dialect: dialect).halves(of: stored)
    }

    /// Splits the chunk; returns `true` if it is settled, that is, split or found to be copied.
    private func split(into halves: [ChunkHalf], because error: String? = nil) async throws -> Bool {
        var options = configuration.target
        options.deadline = Self.statementDeadline
        let target = try await PostgresConnection.connect(options)
        let receipt = VoidReceipt(chunk, halves: halves, target: table.spec.target, snapshot: table.snapshot)
        switch try await target.closing(after: { try await receipt.write(on: target) }) {
        case .stands(.void(let halves)):
            try FaultPoint.afterVoid.reach()
            try await replace(by: halves, because: error)
        case .stands(.copied(let copied)):
            try await queue.finish(chunk, copied)
        case .fenced:
            return false  // the next attempt is fenced as well, and reports it
        }
        return true
    }

    /// Replaces a chunk that has a void receipt by its halves.
    func replace(by halves: [ChunkHalf], because error: String? = nil) async throws {
        if try await queue.split(chunk.key, into: halves, because: error) {
            events.record(.chunkSplit)
        } else {
            events.record(.chunkDroppedAsSplit)
        }
    }
}
