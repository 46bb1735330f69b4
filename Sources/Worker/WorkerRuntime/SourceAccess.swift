import Events
import Failures
import Model
import Postgres
import RowSource
import WorkQueue

/// A slot's access to its source, subject to the connection limit and the circuit breaker.
struct SourceAccess: Sendable {
    private let configuration: WorkerConfiguration
    private let queue: WorkQueue
    private let state: SharedWorkerState
    private let slot: Int
    private let events: Events

    init(configuration: WorkerConfiguration, queue: WorkQueue, state: SharedWorkerState, slot: Int, events: Events) {
        self.configuration = configuration
        self.queue = queue
        self.state = state
        self.slot = slot
        self.events = events
    }

    private var worker: RandomID { state.identity.id }
    private var breaker: SourceBreaker { configuration.breaker }

    /// Connects; returns `nil` if the breaker is open, or if the source's connection limit is reached.
    ///
    /// If it returns `nil`, a slot that was connected before may still hold its permit.
    func connect() async throws -> (any SourceConnection)? {
        let gate = try await queue.breakerState(breaker, worker: worker, slot: slot)
        guard gate != .open, try await acquirePermit() else { return nil }
        do {
            if gate == .due {
                guard try await queue.takeProbe(breaker, worker: worker, slot: slot) else {
                    await releasePermit()
                    return nil
                }
                events.record(.breakerTried)
            }
            let connection = try await configuration.source.connect()
            if gate == .due { _ = try await queue.beginTrial(breaker, worker: worker, slot: slot) }
            return connection
        } catch {
            if let error = error as? SourceError, gate == .due || error.isOfSource {
                _ = try await report(error)
            }
            await releasePermit()
            throw error
        }
    }

    /// Returns the permit of a closed connection.
    ///
    /// If that fails, this slot keeps the permit, at the latest until the worker's lease ends.
    func releasePermit() async {
        guard let limit = configuration.sourceLimit else { return }
        do {
            try await queue.releasePermit(limit, worker: worker, slot: slot)
        } catch {
            events.record(.permitNotGivenBack(error))
        }
    }

    /// Whether the breaker isn't closed, so that nobody may claim from the source.
    func isBarred() async throws(PostgresError) -> Bool {
        try await queue.breakerState(breaker, worker: worker, slot: slot) != .closed
    }

    /// Reports a failure of the source to the breaker; returns whether this slot may not use the source now.
    func report(_ error: SourceError) async throws(PostgresError) -> Bool {
        if error.kind == .authentication {
            try await queue.loginRefused(
                by: breaker.source, worker: worker, slot: slot, error: error.withWayOut)
            return true
        }
        let failure = try await queue.sourceFailed(breaker, worker: worker, slot: slot, error: "\(error)")
        if let rest = failure.opensFor {
            events.record(.breakerOpened(failures: failure.count, rest: rest, error))
        }
        return failure.isBarred
    }

    /// Ends the source's trial, if there is one: it answered, although not with a chunk's rows.
    func answered() async throws(PostgresError) {
        if try await queue.sourceAnswered(breaker) { events.record(.breakerClosed) }
    }

    private func acquirePermit() async throws(PostgresError) -> Bool {
        guard let limit = configuration.sourceLimit else { return true }
        return try await queue.acquirePermit(limit, worker: worker, slot: slot)
    }
}

extension SourceError {
    /// Whether the source is down, unreachable or refuses the login, so that no chunk could be read.
    var isOfSource: Bool {
        rule.attempt == .freeWhileSourceIsDown
    }
}
