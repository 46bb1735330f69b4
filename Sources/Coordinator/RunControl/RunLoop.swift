import Events
import Failures
import Glibc
import Model
import Postgres
import Publishing
import WorkQueue

/// Carries a planned run to its end.
///
/// Supervises local workers and takes chunks back from dead ones; at the same time, publishes tables as they are done.
struct RunLoop {
    private let coordinator: Coordinator
    private let term: Term
    private let observer: any RunObserver
    private let stop: StopSignal
    private let reaper: Reaper
    private var workers: LocalWorkers
    private var nextReap = ContinuousClock.now
    private var target: PostgresConnection?
    private let lanes: PublicationLanes

    /// The number of chunks that were done or failed at the last look.
    private var settled = 0
    /// The time when `settled` last changed.
    private var settledAt = ContinuousClock.now
    private var outage = Outage()
    private var publishingOutage = Outage()

    private static let tick = Duration.milliseconds(250)
    private static let feedPause = Duration.milliseconds(50)
    private static let shortestTick = Duration.milliseconds(15)
    private static let longestPause = Duration.seconds(5)

    init(
        coordinator: Coordinator, term: Term, workers: LocalWorkers, observer: any RunObserver, stop: StopSignal
    ) {
        self.coordinator = coordinator
        self.term = term
        self.workers = workers
        self.observer = observer
        self.stop = stop
        lanes = PublicationLanes(coordinator, term)
        reaper = Reaper(queue: coordinator.queue, targetOptions: coordinator.targetOptions)
    }

    /// Returns `done`, `interrupted`, the coordinator's `failureExit`, or the status with which a worker gave up.
    ///
    /// Waits until transient errors of the databases are over, as the workers do.
    mutating func run() async throws -> ExitStatus {
        while true {
            try await collectPublications()
            do {
                if let ending = try await look() {
                    await stopWork()
                    await reaper.close()
                    return ending
                }
                outage.end()
            } catch let error as PostgresError where error.disposition == .transient {
                try await outage.wait(for: "the run's state", error, stop: stop, events: coordinator.events)
            }
        }
    }

    /// Performs one round and the pause after it; returns the exit status if the run has ended.
    private mutating func look() async throws -> ExitStatus? {
        let start = ContinuousClock.now
        let status = try await coordinator.runs.status(term.run)
        if status.settledChunks != settled { (settled, settledAt) = (status.settledChunks, .now) }
        // A look takes longer the more chunks there are; looks take at most a tenth of the time. A look also takes long
        // if the machine was suspended or the database stood still; then there is much to do.
        let cost = ContinuousClock.now - start
        let pause = min(max(tick(status), cost * 9), Self.longestPause)
        let identity = coordinator.queue.configIdentity
        observer.update(status, workers: try await coordinator.runs.workers(config: identity, run: term.run))
        if let ending = try await ending(status) { return ending }
        // Opened before workers can take all connections and then wait for this program to publish.
        let target = try await openTarget()
        try workers.supervise(hasWork: status.state != .paused && status.openChunks > 0, settled: settled)
        // Workers end now, so nobody waits for them after publishing. If chunks must be copied again, others start.
        if status.openChunks == 0 { workers.dismiss() }
        try await signOffDeadWorkers()
        try await reap()
        try await lanes.start(on: target)
        try await rest(for: pause, atLeast: cost * 2, target)
        return nil
    }

    /// The shortest pause until the next look.
    ///
    /// Publishing waits for the last chunks, so their end is checked more often: the pause is a fraction of the time
    /// that they have taken so far.
    private func tick(_ status: RunStatus) -> Duration {
        guard status.openChunks > 0, !status.hasReadyChunks else { return Self.tick }
        return min(max((ContinuousClock.now - settledAt) / 32, Self.shortestTick), Self.tick)
    }

    /// Waits for the next look at the run, at most `pause`; ends early when the last publication ends.
    ///
    /// Publishes tables that become loaded in the meantime, so that small tables don't wait for the next look.
    private mutating func rest(for pause: Duration, atLeast least: Duration, _ target: PostgresConnection) async throws
    {
        guard !lanes.isEmpty else { return try await Task.sleep(for: pause) }
        let start = ContinuousClock.now
        var nextFeed = start + Self.feedPause
        repeat {
            try await Task.sleep(for: .milliseconds(10))
            guard lanes.isFree, ContinuousClock.now >= nextFeed else { continue }
            let feed = ContinuousClock.now
            try await collectPublications()
            try await lanes.start(on: target)
            nextFeed = .now + max(Self.feedPause, (ContinuousClock.now - feed) * 4)
        } while ContinuousClock.now < start + (lanes.isBusy ? pause : least)
    }

    /// Asks the workers to stop, cancels publishing, and waits for both.
    ///
    /// After the grace period, workers that still run are killed, and publishing lanes that still run are left alone.
    mutating func stopWork() async {
        workers.dismiss()
        let start = ContinuousClock.now
        var isOver = false
        while workers.isAnyRunning || (lanes.isBusy && !isOver) {
            lanes.cancel()
            do {
                try workers.supervise(hasWork: false, settled: settled)
                try await Task.sleep(for: .milliseconds(10))
            } catch {
                isOver = true
            }
            isOver = isOver || ContinuousClock.now - start > .seconds(30)
            if isOver { workers.kill() }
        }
        if !lanes.isBusy { await target?.close() }
    }

    private mutating func ending(_ status: RunStatus) async throws -> ExitStatus? {
        if let refusal = stop.refusal { throw refusal }
        if stop.isSet { return .interrupted }
        switch status.state {
        case .completed:
            // A successor may have completed the run; then this throws, because the successor is responsible for it.
            try await coordinator.runs.require(term)
            return .done
        case .cancelled:
            throw Failure(.refused, "run \(status.name) was cancelled")
        default: break
        }
        let isPublished = status.tables.allSatisfy { $0.state.hasEnded || $0.isSkipped }
        if isPublished {
            // Uses the connection on which tables were published, because workers may hold all others.
            guard lanes.isEmpty else { return nil }
            return try await coordinator.completeIfDone(term, on: openTarget()) ? .done : nil
        }
        let waits = status.tables.contains { table in
            table.ready + table.claimed > 0 || (table.failed == 0 && table.error == nil && table.state != .completed)
        }
        if !waits { return coordinator.failureExit }
        if let hopeless = workers.hopeless, !workers.isAnyRunning, lanes.isEmpty { return hopeless }
        return nil
    }

    /// Signs off workers that are known to be dead, so that their chunks are taken back before the leases expire.
    private mutating func signOffDeadWorkers() async throws {
        for worker in workers.takeDead() {
            try await coordinator.queue.end(worker: worker, state: .gone)
            nextReap = .now
        }
    }

    private mutating func reap() async throws {
        guard ContinuousClock.now >= nextReap else { return }
        nextReap = .now + .seconds(Double.random(in: 5...10))
        for claim in try await reaper.reap() {
            coordinator.events.record(.chunkTakenBack(table: claim.table, chunk: claim.key.chunkNumber))
            if claim.isSessionLeft { coordinator.events.record(.sessionLeft) }
        }
    }

    /// The connection to publish on, opened anew if the last one broke.
    private mutating func openTarget() async throws -> PostgresConnection {
        if let target, !target.isBroken { return target }
        let opened = try await PostgresConnection.connect(coordinator.targetOptions)
        target = opened
        return opened
    }

    /// Collects publishing lanes that have ended; throws their errors, but waits if an error is transient.
    private mutating func collectPublications() async throws {
        do {
            if try await lanes.collect() > 0 { publishingOutage.end() }
        } catch let error as PostgresError where error.disposition == .transient {
            try await publishingOutage.wait(
                for: lanes.interrupted.map { "publishing \($0)" } ?? "publishing", error, stop: stop,
                events: coordinator.events)
        }
    }
}

extension RunStatus {
    /// The number of chunks that are done or have failed for good.
    var settledChunks: Int { tables.reduce(0) { $0 + $1.done + $1.failed } }

    /// The number of chunks that still have to be copied.
    var openChunks: Int { tables.reduce(0) { $0 + $1.ready + $1.claimed } }

    /// Whether a chunk waits for a slot.
    var hasReadyChunks: Bool { tables.contains { $0.ready > 0 } }
}
