import Events
import Failures
import FaultPoints
import Model
import Postgres
import RowSource
import ServiceLifecycle
import WorkQueue

/// Claims chunks and copies them, one after another.
struct Slot: Sendable {
    let number: Int
    let configuration: WorkerConfiguration
    let queue: WorkQueue
    let state: SharedWorkerState
    let specs: SpecCache
    let access: SourceAccess
    let connections: SlotConnections
    let events: Events
    /// When the process will be ended; `nil` if it has no deadline.
    let end: ContinuousClock.Instant?

    init(
        number: Int, configuration: WorkerConfiguration, queue: WorkQueue, state: SharedWorkerState, specs: SpecCache,
        end: ContinuousClock.Instant?, events: Events
    ) {
        self.number = number
        self.configuration = configuration
        self.queue = queue
        self.state = state
        self.specs = specs
        self.end = end
        let events = events.labelled([.slot: "\(number)"])
        self.events = events
        access = SourceAccess(
            configuration: configuration, queue: queue, state: state, slot: number, events: events)
        connections = SlotConnections(target: configuration.target, access: access)
    }

    /// Works until the worker stops, or until no work is left if `untilIdle` is set.
    func run() async throws {
        var pacing = ClaimPacing(now: .now)
        while mayClaim {
            guard case .idle(let wait) = try await workOnce(&pacing) else { continue }
            try await pauseUnlessStopping(for: wait * Double.random(in: 0.75...1.25))
            if configuration.untilIdle, try await isNothingLeft() { break }
        }
        await connections.close()
    }

    private enum Step {
        case worked
        case idle(Duration)
    }

    var mayClaim: Bool {
        guard !state.isStopping, !Task.isCancelled else { return false }
        return lastClaim.map { ContinuousClock.now < $0 } ?? true
    }

    /// When claiming ends, because a chunk claimed later would have to be released immediately; `nil` if it doesn't end.
    private var lastClaim: ContinuousClock.Instant? {
        end.map { $0 - max(configuration.work.timeoutBuffer, TransferWatch.releaseTime * 2) }
    }

    private func workOnce(_ pacing: inout ClaimPacing) async throws -> Step {
        let runs = state.claimableRuns
        // If the lease isn't trusted, the next heartbeat either renews it or ends this process.
        guard !runs.isEmpty, state.isLeaseTrusted, !state.occupancy(\.isReserved) else {
            await connections.rest()
            return .idle(.milliseconds(500))
        }
        let token = RandomID()
        state.hold(token)
        defer { state.letGo(token) }
        do {
            guard let (source, target) = try await connections.open() else { return .idle(.seconds(1)) }
            let position = pacing.lowWatermark
            let start = ContinuousClock.now
            guard let chunk = try await claim(from: runs, after: position, token: token) else {
                switch pacing.foundNothing(took: .now - start, now: .now) {
                case .claimAgain: return .worked
                case .wait(let wait):
                    // Other slots may need the source's permit. And while the breaker isn't closed, only a slot without
                    // a connection can try whether the source is back.
                    let isInTheWay =
                        if configuration.sourceLimit != nil { true } else { try await access.isBarred() }
                    if isInTheWay { await connections.close() } else { await connections.rest() }
                    return .idle(wait)
                }
            }
            try FaultPoint.afterClaim.reach()
            pacing.claimed(queuePosition: chunk.queuePosition, took: .now - start, now: .now)
            try await work(on: chunk, source: source, target: target)
            return .worked
        } catch {
            try failIfHopeless(error)
            events.record(.slotFailed(error))
            await connections.close()
            return .idle(.seconds(2))
        }
    }

    private func claim(
        from runs: [RandomID], after position: Int, token: RandomID
    ) async throws -> ClaimedChunk? {
        for run in runs {
            do {
                let chunk = try await queue.claim(
                    run: run, after: position, worker: state.identity.id, token: token)
                if let chunk { return chunk }
            } catch {
                // Perhaps only the reply was lost and the claim was made: release it, or nobody would copy the chunk.
                try await queue.release(worker: state.identity.id, token: token)
                throw error
            }
        }
        return nil
    }

    private func work(
        on chunk: ClaimedChunk, source: any SourceConnection, target: PostgresConnection
    ) async throws {
        let table: PlannedTable
        do {
            table = try await plan(of: chunk)
            guard try await connections.leads(to: table) else { throw Failure.otherSource(table.spec.source) }
            try await connections.requireLoading(of: table, into: target)
        } catch {
            try await queue.release(worker: chunk.workerID, token: chunk.token)
            if let error = error as? SourceError, error.isOfSource { _ = try await access.report(error) }
            throw error
        }
        try await inPlace(chunk, of: table) {
            let attempt = ChunkAttempt(
                chunk: chunk, table: table, configuration: configuration, queue: queue, state: state, end: end,
                access: access, connections: connections,
                events: events.labelled([
                    .table: "\(table.spec.target)", .chunk: "\(chunk.key.chunkNumber)",
                    .attempt: "\(chunk.attempt)",
                ]))
            let connectionsStand = try await attempt.run(source: source, target: target)
            if !connectionsStand { await connections.close() }
        }
    }

    private func plan(of chunk: ClaimedChunk) async throws -> PlannedTable {
        guard let table = try await specs.table(chunk.key, queue: queue) else {
            throw Failure(.internalError, "chunk \(chunk.key.chunkNumber) has no table plan")
        }
        return table
    }

    private func isNothingLeft() async throws -> Bool {
        do {
            let remaining = try await queue.remaining(run: configuration.run)
            return remaining.ready + remaining.claimed == 0
        } catch {
            events.record(.remainingUnknown(error))
            return false
        }
    }

    /// Throws, so that the worker ends, if the error won't go away: a refused login, a missing driver, no files or
    /// threads left.
    private func failIfHopeless(_ error: any Error) throws {
        if FileShortage.isMet {
            // Otherwise the worker would keep its lease and do nothing, and nothing would replace it.
            throw Failure(
                .target, "this process can't open more files: \(error)", hint: "Raise the limit (`ulimit -n`).")
        }
        let hint = "`snowmelt check` tries every connection."
        switch error {
        case let error as SourceError where error.rule.worker == .ends:
            if error.kind == .noThread { throw error }
            let wayOut = error.kind == .authentication ? error.wayOut : nil
            throw Failure(.source, "source: \(error)", hint: wayOut.map { "\($0)\n\(hint)" } ?? hint)
        case let error as PostgresError where error.rule.worker == .ends:
            if error.kind == .noThread { throw error }
            // A plan of another version: every chunk of the table would fail with this error.
            if error.kind == .value { throw Failure(.target, error.message) }
            throw Failure(.target, "target: \(error)", hint: hint)
        case let failure as Failure:
            throw failure
        default:
            return
        }
    }

    /// Sleeps for `duration`, or until the process is asked to stop or may no longer claim.
    private func pauseUnlessStopping(for duration: Duration) async throws {
        guard mayClaim else { return }
        let rest = lastClaim.map { min(duration, $0 - .now) } ?? duration
        try await cancelWhenGracefulShutdown { try await pause(for: rest) }
    }
}
