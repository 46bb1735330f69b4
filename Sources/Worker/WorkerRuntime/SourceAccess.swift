import Events
import Failures
import Model
import Postgres
import RowSource
import WorkQueue

/// A slot's way to its source: past the limit of connections and the circuit breaker.
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

    /// Connects; nil: the breaker is open, or the source has as many connections as it may have.
    ///
    /// A slot that was connected may keep its permit meanwhile.
    func connect() async throws -> (any SourceConnection)? {
        let gate = try await queue.breakerState(breaker)
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
            state.sourceReached()
            if gate == .due, try await queue.closeBreaker(breaker, worker: worker, slot: slot) {
                events.record(.breakerClosed)
            }
            return connection
        } catch {
            if let error = error as? SourceError, gate == .due || error.isOfSource, !isHopeless(error) {
                _ = try await report(error)
            }
            await releasePermit()
            throw error
        }
    }

    /// Gives the permit of a connection that is closed back.
    ///
    /// One that can't be given back stays this slot's, and goes with the worker's lease at the latest.
    func releasePermit() async {
        guard let limit = configuration.sourceLimit else { return }
        do {
            try await queue.releasePermit(limit, worker: worker, slot: slot)
        } catch {
            events.record(.permitNotGivenBack(error))
        }
    }

    /// Whether nobody may claim from the source just now.
    func isBarred() async throws(PostgresError) -> Bool {
        try await queue.breakerState(breaker) != .closed
    }

    /// Tells the breaker that the source has failed.
    ///
    /// Whether the breaker is open now.
    func report(_ error: SourceError) async throws(PostgresError) -> Bool {
        let failure = try await queue.sourceFailed(breaker, worker: worker, slot: slot, error: "\(error)")
        if let rest = failure.opensFor {
            events.record(.breakerOpened(failures: failure.count, rest: rest, error))
        }
        return failure.isBarred
    }

    /// Tells the breaker that a chunk was copied.
    func succeeded() async throws(PostgresError) {
        try await queue.clearFailures(breaker)
    }

    /// Whether an error won't mend by itself: the driver is missing, or the login was wrong from the start.
    ///
    /// A login that worked before may work again, and until then it is the breaker's matter.
    func isHopeless(_ error: SourceError) -> Bool {
        switch error.rule.worker {
        case .ends: true
        case .endsAtFirstContact: !state.hasReachedSource
        case .goesOn: false
        }
    }

    private func acquirePermit() async throws(PostgresError) -> Bool {
        guard let limit = configuration.sourceLimit else { return true }
        return try await queue.acquirePermit(limit, worker: worker, slot: slot)
    }
}

extension SourceError {
    /// Whether the source is down, out of reach or closed to us, whichever chunk is asked for.
    var isOfSource: Bool {
        rule.attempt == .freeWhileSourceIsDown
    }
}
