import Glibc
import Logging
package import Model
import Postgres
import Publishing
import RowSource
import Settings
package import WorkQueue

extension Coordinator {
    /// Resumes the config's unfinished run or plans one, starts local workers, publishes each table as it is done,
    /// and verifies the counts.
    ///
    /// A stop leaves everything resumable; the result's exit status is `interrupted` then, and where the plan wasn't
    /// written yet, this throws so.
    package func run(
        name: String?, workers count: Int, command: LocalWorkers.Command, observer: any RunObserver,
        stop: StopSignal
    ) async throws -> RunOutcome {
        try await SchemaMigration.control.apply(to: runs.database.connected())
        let (run, hold) = try await leadOrCreate(name: name, observer: observer, stop: stop)
        var command = command
        command.arguments += ["--run", run.text]
        var carrying = RunLoop(
            coordinator: self, run: run,
            workers: LocalWorkers(count: count, command: command, logger: logger), observer: observer, stop: stop)
        stop.setHasWorkers(true)
        do {
            let status = try await carrying.run()
            stop.setHasWorkers(false)
            let outcome = try await finish(run, status: status)
            await hold?.letGo()
            return outcome
        } catch {
            await carrying.stopWork()
            stop.setHasWorkers(false)
            await giveUpLead(of: run)
            await hold?.letGo()
            throw error
        }
    }

    /// After an error, which is what counts.
    private func giveUpLead(of run: RandomID) async {
        do {
            try await runs.leave(run, as: identity)
        } catch {
            logger.warning("giving up the run's lead failed; it lapses", metadata: ["error": "\(error)"])
        }
    }

    /// The config's unfinished run, taken over, or a new one; planned either way.
    private func leadOrCreate(
        name: String?, observer: any RunObserver, stop: StopSignal
    ) async throws -> (id: RandomID, hold: (any SnapshotHold)?) {
        guard let unfinished = try await runs.unfinished(config: configuration.identity) else {
            return try await planned(observer: observer, stop: stop) {
                let run = try await create(name: name)
                return (run.id, run.name)
            }
        }
        guard let state = try await runs.lead(unfinished.id, as: identity) else {
            throw Failure(
                .refused, "run \(unfinished.name) is led by \(unfinished.coordinator ?? "another coordinator")",
                hint: "Start `snowmelt-worker` to help it; `snowmelt status \(unfinished.name)` shows it.")
        }
        logger.info("going on with an unfinished run", metadata: ["run": "\(unfinished.name)"])
        let target = try await PostgresConnection.connect(targetOptions)
        try await SchemaMigration.target.apply(to: target)
        await target.close()
        if state == .paused {
            logger.warning(
                "the run is paused; `snowmelt resume \(unfinished.name)` lets workers claim its chunks again")
        }
        do {
            if state != .planning, try await canGoOn(with: unfinished.id) {
                try await runs.clearErrors(unfinished.id, table: nil)
                return (unfinished.id, nil)
            }
            return try await planned(observer: observer, stop: stop) {
                if state != .planning { try await takeBackPlan(of: unfinished) }
                // Of a plan that was taken back, by this coordinator or one that died over it.
                try await endSessions(of: unfinished.id)
                return (unfinished.id, unfinished.name)
            }
        } catch {
            await giveUpLead(of: unfinished.id)
            throw error
        }
    }

    /// Plans the run that `prepare` gives at a point in time that is held from before.
    private func planned(
        observer: any RunObserver, stop: StopSignal, _ prepare: () async throws -> (id: RandomID, name: String)
    ) async throws -> (id: RandomID, hold: (any SnapshotHold)?) {
        let hold = try await holdSnapshot()
        do {
            let run = try await prepare()
            try await watched(run.id, by: observer) {
                try await plan(run: run.id, name: run.name, tables: [], hold: hold, stop: stop)
            }
            return (run.id, hold)
        } catch {
            await hold?.letGo()
            throw error
        }
    }

    /// Lets the observer look on while `body` plans a run, which may take minutes.
    private func watched(
        _ run: RandomID, by observer: any RunObserver, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                do {
                    while true {
                        let workers = try await runs.workers(config: configuration.identity)
                        observer.update(try await runs.status(run), workers: workers)
                        try await Task.sleep(for: .milliseconds(500))
                    }
                } catch {
                    return false  // done; or the run is gone, and `body` says why
                }
            }
            for try await isDone in group where isDone { group.cancelAll() }
        }
    }

    private func finish(_ run: RandomID, status: ExitStatus) async throws -> RunOutcome {
        var exit = status
        var verification: Verification?
        if status == .done {
            let verified = try await verify(run: run)
            if !verified.isEqual { exit = .verificationDiffers }
            verification = verified
        }
        try await runs.leave(run, as: identity)
        let ended = try await runs.status(run)
        return RunOutcome(
            status: ended, exit: exit, verification: verification,
            continuation: try await continuation(of: run, ended))
    }
}

/// How `run` ended.
package struct RunOutcome: Sendable {
    package var status: RunStatus
    package var exit: ExitStatus
    /// Nil when the run isn't complete.
    package var verification: Verification?
    /// What another command can do about chunks that aren't done.
    package var continuation: RunContinuation
}
