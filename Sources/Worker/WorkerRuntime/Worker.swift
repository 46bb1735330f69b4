package import Events
import Failures
package import Logging
import Model
import Postgres
import ServiceLifecycle
import Statements
import WorkQueue

/// One worker process: a heartbeat, a reaper, and slots that claim and copy chunks.
///
/// Shutdown order: stop claiming; finish or release chunks within the grace period; end the reaper and the heartbeat;
/// mark the worker gone; close the connections.
package struct Worker: Service {
    private let configuration: WorkerConfiguration
    private let host: String
    private let pid: Int
    private let events: Events
    /// The logger of the service group.
    private let logger: Logger

    /// How long the worker waits at its start for databases that aren't ready.
    private static let startPatience = Duration.seconds(60)

    package init(configuration: WorkerConfiguration, host: String, pid: Int, events: Events, logger: Logger) {
        self.configuration = configuration
        self.host = host
        self.pid = pid
        self.events = events
        self.logger = logger
    }

    /// Works until a graceful shutdown or the deadline, or until no work is left if `untilIdle` is set.
    package func run() async throws {
        let end = configuration.deadline.map { ContinuousClock.now + $0 }
        let identity = WorkerIdentity(
            id: configuration.workerID, host: host, pid: pid, slots: configuration.work.threads, version: programVersion
        )
        // These statements are short, so a slow one means a silent connection; most are retried for a minute.
        var claimOptions = configuration.control
        claimOptions.deadline = .seconds(20)
        let claims = ControlDatabase(options: claimOptions)
        let queue = WorkQueue(database: claims, configIdentity: configuration.configIdentity)
        var beatOptions = configuration.control
        beatOptions.deadline = .seconds(5)
        let beats = ControlDatabase(options: beatOptions)
        // Before the registration, because the lease starts with it.
        let load = try await whenDatabasesAnswer(before: end) {
            try await RequiredPrivileges.workerInControl.require(on: claims.connected())
            try await checkSchemas(claims)
            _ = try await beats.connected()
            return try await loadSettings(control: claims)
        }

        let registeredAt = ContinuousClock.now
        try await queue.register(identity)
        if let limit = configuration.sourceLimit { try await queue.preparePermits(limit) }
        try await queue.prepareBreaker(configuration.breaker)

        let heartbeatQueue = WorkQueue(database: beats, configIdentity: configuration.configIdentity)
        let reply = try await heartbeatQueue.heartbeat(worker: identity.id, run: configuration.run)
        let state = SharedWorkerState(
            identity: identity, lease: Lease(registeredAt: registeredAt), reply: reply ?? HeartbeatReply.none)
        events.record(.workerStarted(worker: identity.id, slots: configuration.work.threads, pid: pid))

        let services = group(queue: queue, heartbeatQueue: heartbeatQueue, state: state, load: load, end: end)
        do {
            try await withTaskCancellationOrGracefulShutdownHandler {
                try await services.run()
            } onCancelOrGracefulShutdown: {
                state.stop()
            }
        } catch {
            await leave(state, queue, [claims, beats])
            throw error
        }
        await leave(state, queue, [claims, beats])
    }

    private func group(
        queue: WorkQueue, heartbeatQueue: WorkQueue, state: SharedWorkerState, load: LoadSettings,
        end: ContinuousClock.Instant?
    ) -> ServiceGroup {
        var configuration = configuration
        configuration.loadSettings = load.values
        let specs = SpecCache()
        let report = CopyReport(events: events)
        let slotEvents = configuration.reportsCopies ? events.with(report) : events
        let slots = (1...max(configuration.work.threads, 1)).map { number in
            Slot(
                number: number, configuration: configuration, queue: queue, state: state, specs: specs,
                end: end, events: slotEvents)
        }
        let heartbeat = HeartbeatService(
            queue: heartbeatQueue, state: state, run: configuration.run, events: events)
        let reaper = ReaperService(
            reaper: Reaper(queue: queue, targetOptions: configuration.target), queue: queue, state: state,
            events: events)
        // Services end in reverse order: the lease must outlive the slots.
        return ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: heartbeat, failureTerminationBehavior: .cancelGroup),
                    .init(service: reaper),
                    .init(service: report),
                    .init(
                        service: SlotsService(slots: slots, state: state, queue: queue, events: events),
                        successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                logger: logger))
    }

    /// Retries while a database has no resources left, starts up or fails over: if the worker ended, it would only be
    /// restarted.
    private func whenDatabasesAnswer<Answer>(
        before end: ContinuousClock.Instant?, _ body: () async throws -> Answer
    ) async throws -> Answer {
        let patience = ContinuousClock.now + Self.startPatience
        let last = end.map { min($0 - TransferWatch.releaseTime, patience) } ?? patience
        while true {
            do {
                return try await body()
            } catch let error as PostgresError where error.disposition == .transient {
                guard ContinuousClock.now < last, !Task.isShuttingDownGracefully else {
                    throw error
                }
                events.record(.databaseNotReady(error, rest: last - .now))
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func loadSettings(control: ControlDatabase) async throws -> LoadSettings {
        let target = try await PostgresConnection.connect(configuration.target)
        try await RequiredPrivileges.workerInTarget.require(on: target)
        // A missing schema is created by the plan, before there is anything to claim.
        guard try await !SchemaMigration.target.isOlder(on: target) else {
            throw Failure(
                .target, "the target database's schema is from an older version of snowmelt",
                hint: "Run `snowmelt run`, which upgrades it, then start workers.")
        }
        let isSame: Bool
        do throws(PostgresError) {
            let (one, other) = (
                try await target.query(SQL.databaseIdentity).first?.string("identity"),
                try await control.query(SQL.databaseIdentity).first?.string("identity")
            )
            isSame = one != nil && one == other
        } catch {
            guard error.sqlState == "42501" else { throw error }
            isSame = false  // the user may not ask; this is the safe assumption
        }
        await target.close()
        let load = LoadSettings(configured: configuration.loadSettings, controlIsTarget: isSame)
        for warning in load.warnings { events.record(.settingIgnored(warning)) }
        return load
    }

    private func checkSchemas(_ control: ControlDatabase) async throws {
        guard try await SchemaMigration.control.isCurrent(on: control.connected()) else {
            throw Failure(
                .target, "the control database has no work table of this version yet",
                hint: "Run `snowmelt plan` or `snowmelt run` with this config first.")
        }
    }

    private func leave(_ state: SharedWorkerState, _ queue: WorkQueue, _ databases: [ControlDatabase]) async {
        // Must be tried even if the process was told to stop immediately.
        await Task {
            do {
                try await queue.end(worker: state.identity.id, state: .gone)
            } catch {
                events.record(.workerNotSignedOff(error))
            }
            for database in databases { await database.close() }
        }.value
    }
}
