import Events
import Failures
import FaultPoints
import Model
import Postgres
import RowSource
import Synchronization
import Transfer
import WorkQueue

/// One attempt at one chunk, and the end of its claim.
struct ChunkAttempt: Sendable {
    let chunk: ClaimedChunk
    let table: PlannedTable
    let configuration: WorkerConfiguration
    let queue: WorkQueue
    let state: SharedWorkerState
    /// When the process will be ended; `nil` if it has no deadline.
    let end: ContinuousClock.Instant?
    let access: SourceAccess
    let connections: SlotConnections
    /// Labelled with the chunk.
    let events: Events
    let startedAt = ContinuousClock.now

    private enum Ending: Sendable {
        case copied(CopiedChunk)
        case failed(TransferError)
        /// Cancelled; the error is the one thrown by the transfer, if it has returned.
        case cancelled(TransferWatch.Reason, TransferError? = nil)

        /// Whether COMMIT was sent and its reply never came, no matter why the attempt ended.
        var mayHaveCommitted: Bool {
            switch self {
            case .failed(.target(let error)), .cancelled(_, .target(let error)): error.mayHaveCommitted
            default: false
            }
        }
    }

    /// Copies the chunk and settles its claim; returns whether both connections can still be used.
    func run(source: any SourceConnection, target: PostgresConnection) async throws -> Bool {
        var ending = await transfer(source: source, target: target)
        // End the session before reading the receipt, so that the session can't commit afterwards.
        if case .copied = ending {} else if target.isBroken { await endSession() }
        if ending.mayHaveCommitted, let receipt = await receiptAfterLostReply() {
            ending =
                switch receipt {
                case .copied(let copied): .copied(copied)
                case .void(let halves): .failed(.split(halves: halves))
                }
        }
        // The claim must be settled even if the worker is told to stop immediately, so not in this task, which may be
        // cancelled.
        let settled = ending
        // A chunk is split only if the target answers, since there is little time, and only after this attempt's
        // transaction has ended.
        let dialect: (any SQLDialect)? = target.isBroken ? nil : source.dialect
        if case .cancelled(.deadline, _) = ending { await target.close() }
        return try await Task { try await settle(settled, dialect) }.value
    }

    /// Runs the transfer together with a watch that cancels it when necessary.
    private func transfer(source: any SourceConnection, target: PostgresConnection) async -> Ending {
        let moved = MovedRows()
        let transfer = ChunkTransfer(
            chunk: chunk, spec: table.spec, snapshot: table.snapshot, settings: configuration.loadSettings,
            maxValueBytes: configuration.work.maxValueBytes, mayCommit: { [state] in state.isLeaseTrusted },
            progress: { rows in moved.add(rows) })
        return await withTaskGroup(of: Ending?.self) { group in
            group.addTask {
                do throws(TransferError) {
                    return .copied(try await transfer.run(from: source, to: target))
                } catch {
                    return .failed(error)
                }
            }
            group.addTask { await watch(moved) }
            var reason: TransferWatch.Reason?
            var hang: Task<Void, Never>?
            defer { hang?.cancel() }
            for await ending in group {
                switch ending {
                case .cancelled(let why, _):
                    reason = why
                    group.cancelAll()
                    hang = Task { await insist(on: why, source, target) }
                case .failed(let error):
                    group.cancelAll()
                    // The worker was told to stop immediately: an error of the cancelled calls isn't the chunk's fault.
                    if Task.isCancelled, reason == nil { reason = .shutdown }
                    return reason.map { .cancelled($0, error) } ?? .failed(error)
                case .copied:
                    group.cancelAll()
                    return ending ?? .cancelled(.shutdown)
                case nil:
                    continue
                }
            }
            return .cancelled(reason ?? .shutdown)
        }
    }

    private func watch(_ moved: MovedRows) async -> Ending? {
        var watch = TransferWatch(
            grace: configuration.grace, stallTimeout: configuration.work.stallTimeout, end: end, startedAt: .now)
        while !Task.isCancelled {
            let facts = TransferWatch.Facts(
                now: .now, rows: moved.count, isLeaseTrusted: state.isLeaseTrusted,
                isRunActive: state.isActive(chunk.key.runID), isStopping: state.isStopping)
            if case .cancel(let reason) = watch.verdict(facts) { return .cancelled(reason) }
            do {
                try await Task.sleep(for: .milliseconds(200))
            } catch {
                return nil  // the transfer has ended
            }
        }
        return nil
    }

    /// Cancels the transfer repeatedly, since a cancel between two statements is lost.
    ///
    /// Ends this process if the driver doesn't react, because a thread in a C call can't be ended alone. The other
    /// slots finish or release their chunks first. This task is cancelled when the transfer returns.
    private func insist(
        on reason: TransferWatch.Reason, _ source: any SourceConnection, _ target: PostgresConnection
    ) async {
        let end = ContinuousClock.now + configuration.hangTimeout
        do {
            while ContinuousClock.now < end {
                try await Task.sleep(for: .seconds(1))
                source.cancel()
                target.cancel()
            }
            events.record(.driverHangs)
            state.stop()
            try await Task.sleep(for: configuration.grace + .seconds(2))
        } catch {
            return  // the transfer has returned
        }
        do {
            // Perhaps it is the target that doesn't answer, to a COMMIT that may have succeeded.
            await endSession()
            if case .copied(let copied) = await receiptAfterLostReply() {
                try await queue.finish(chunk, copied)
            } else if reason == .stalled {
                try await retry(
                    reason.rule.disposition, "no row moved for \(configuration.work.stallTimeout), and the driver hangs"
                )
            } else {
                try await queue.release(worker: chunk.workerID, token: chunk.token)
            }
            try await queue.end(worker: chunk.workerID, state: .gone)
        } catch {
            events.record(.workerNotSignedOff(error))
        }
        configuration.endProcess()
    }

    private func settle(_ ending: Ending, _ dialect: (any SQLDialect)?) async throws -> Bool {
        switch ending {
        case .copied(let copied):
            try FaultPoint.afterCommit.reach()
            if try await queue.finish(chunk, copied, clearing: configuration.breaker) {
                events.record(.breakerClosed)
            }
            try FaultPoint.afterFinish.reach()
            events.record(.chunkCopied(rows: copied.rows, bytes: copied.bytes))
            return true
        case .cancelled(.deadline, _):
            try await endAtDeadline(dialect)
            return false
        case .failed(.leaseLost):
            return try await settle(.cancelled(.leaseLost), dialect)
        case .cancelled(let reason, _) where reason.rule.attempt == .free:
            // Also if the lease ran out: a late heartbeat might still renew it, and then the claim would stay with a
            // worker that no longer copies the chunk.
            try await queue.release(worker: chunk.workerID, token: chunk.token)
            switch reason {
            case .leaseLost: events.record(.chunkReleased(.leaseLost))
            case .runEnded: events.record(.chunkReleased(.runEnded))
            case .shutdown, .stalled, .deadline: events.record(.chunkReleased(.workerStops))
            }
            return false
        case .cancelled(let reason, _):
            let text = "no row moved for \(configuration.work.stallTimeout); the attempt was cancelled"
            try await retry(reason.rule.disposition, text)
            return false
        case .failed(.split(let halves)):
            try await replace(by: halves)
            return false
        case .failed(let error):
            if case .source(let cause) = error {
                if cause.kind == .timeLimit {
                    try await endAtTimeLimit(cause, dialect)
                    return false
                }
                if try await giveBack(because: cause) { return false }
                if !cause.isOfSource { try await access.answered() }
            }
            if error.disposition == .fenced {
                events.record(.chunkFenced(error))
            }
            if case .source(let cause) = error, [.notFound, .changed].contains(cause.kind) {
                try await failOthers("\(error)")
            }
            try await retry(error.disposition, "\(error)")
            return false
        }
    }

    /// Returns the chunk to the queue without counting the attempt, if the source is at fault: its breaker is open, or
    /// it can no longer be reached.
    ///
    /// Throws the error if the source refuses the login, which ends the worker.
    private func giveBack(because error: SourceError) async throws -> Bool {
        guard error.isOfSource else { return false }
        let isBarred = try await access.report(error)
        if error.rule.worker == .ends {
            events.record(.chunkGivenBack(error))
            try await queue.release(chunk, error: "source: \(error)")
            throw error
        }
        if !isBarred, try await connections.reopenSource() { return false }
        guard try await queue.giveBack(chunk, error: "source: \(error)") else { return false }
        events.record(.chunkGivenBack(error))
        return true
    }

    /// Fails the table's other chunks, too: the source's table is gone or changed, so they aren't tried.
    private func failOthers(_ error: String) async throws {
        let others = try await queue.failWaiting(
            run: chunk.key.runID, table: chunk.key.tableNumber, epoch: chunk.key.epoch, error: error)
        if others > 0 { events.record(.waitingChunksFailed(others)) }
    }

    func retry(_ disposition: FailureRule.Disposition, _ error: String) async throws {
        let isPermanent = disposition != .transient
        var generator = SystemRandomNumberGenerator()
        let isLast = isPermanent || chunk.attempt >= table.maxAttempts
        if isLast {
            events.record(.chunkFailed(error: error))
        } else {
            events.record(.chunkRetried(error: error))
        }
        // Logged first: the same problem that affects the target may prevent this change to the queue.
        try await queue.retry(
            chunk, permanent: isPermanent, delay: retryDelay(attempt: chunk.attempt, using: &generator), error: error)
    }

    /// Ends the session of a broken connection, since the server may not have noticed that the client is gone.
    ///
    /// Until then the session keeps its locks, and other attempts and the publication would wait for them.
    private func endSession() async {
        do {
            let target = try await PostgresConnection.connect(configuration.target)
            let left = try await target.closing { try await ClaimSessions.end([chunk.token], on: target) }
            if !left.isEmpty { events.record(.sessionLeft) }
        } catch {
            events.record(.sessionNotEnded(error))
        }
    }

    /// The receipt of a chunk whose COMMIT got no reply, read on a new connection.
    ///
    /// Also `nil` if the target can't be reached for 20 seconds; the next attempt reads the receipt first.
    private func receiptAfterLostReply() async -> ChunkReceipt? {
        let transfer = ChunkTransfer(
            chunk: chunk, spec: table.spec, snapshot: table.snapshot, settings: [:], mayCommit: { false },
            progress: { _ in })
        let start = ContinuousClock.now
        while true {
            do {
                let target = try await PostgresConnection.connect(configuration.target)
                return try await target.closing { try await transfer.receipt(in: target) }
            } catch {
                events.record(.receiptUnknown(error))
                // Worth retrying: after its last attempt, a chunk that is copied would count as failed.
                let isLate = end.map { .now > $0 - TransferWatch.releaseTime } ?? false
                guard state.isLeaseTrusted, !isLate, ContinuousClock.now - start < .seconds(20) else {
                    return nil
                }
            }
            do {
                try await Task.sleep(for: .seconds(1))
            } catch {
                return nil  // the worker is told to stop immediately
            }
        }
    }
}

/// The number of rows that an attempt has moved, written by the transfer and read by its watch.
private final class MovedRows: Sendable {
    private let rows = Atomic<Int>(0)

    var count: Int { rows.load(ordering: .relaxed) }

    func add(_ count: Int) { rows.add(count, ordering: .relaxed) }
}
