import Events
import Failures
import Glibc
import Model
import Postgres
import Publishing
import RowSource
import Settings
import Verification
import WorkQueue

extension Coordinator {
    /// Resumes the config's unfinished run or plans a new one, and carries it out.
    ///
    /// Starts local workers, publishes each table as soon as it is done, and compares the row counts taken while
    /// publishing. A stop leaves everything resumable. The exit status is then `interrupted`; if the plan isn't written
    /// yet, this throws a `Failure` with that status.
    package func run(
        name: String?, workers count: Int, command: LocalWorkers.Command, leftovers: LeftoverRule? = nil,
        observer: any RunObserver, stop: StopSignal
    ) async throws -> RunOutcome {
        try await SchemaMigration.control.apply(to: runs.database.connected())
        @Sendable func carryOut(_ term: Term) async throws -> Ending {
            try await self.carryOut(term, workers: count, command: command, observer: observer, stop: stop)
        }
        let unfinished = try await runs.unfinished(config: configuration.identity)
        if unfinished == nil { try await requireNoEditedRun() }
        let (run, ending) = try await notingRefusedLogin {
            if let unfinished {
                (
                    unfinished.id,
                    try await resume(unfinished, name: name, leftovers, observer: observer, stop: stop, carryOut)
                )
            } else {
                try await holding { hold in
                    let (run, term) = try await create(name: name, leftovers: leftovers ?? .refuse)
                    let ending = try await leading(term, stop: stop) {
                        try await watched(run.id, by: observer) {
                            try await plan(
                                under: term, name: run.name, tables: [], leftovers: leftovers ?? .refuse, hold: hold,
                                observer: observer, stop: stop)
                        }
                        return try await carryOut(term)
                    }
                    return (run.id, ending)
                }
            }
        }
        let status = try await runs.fullStatus(run)
        return RunOutcome(
            status: status, exit: ending.exit == .done ? status.endingExit : ending.exit,
            verification: ending.verification,
            continuation: try await continuation(of: run, status))
    }

    /// If `body` ends because the source refuses the login, makes `status` show that, and says how to resume the run.
    private func notingRefusedLogin<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let error as SourceError where error.kind == .authentication {
            guard let run = try await runs.unfinished(config: configuration.identity) else { throw error }
            try await queue.loginRefused(
                by: ConnectionDescription.sourceName(configuration.source), worker: RandomID(),
                error: error.withWayOut)
            let next = "Then the same `snowmelt run` resumes \(run.name)."
            throw Failure(.source, error.report, hint: [error.wayOut, next].compactMap(\.self).joined(separator: "\n"))
        }
    }

    private struct Ending {
        var exit: ExitStatus
        /// `nil` if the run isn't complete.
        var verification: VerificationResult?
    }

    /// Takes over the config's unfinished run and carries it out.
    ///
    /// First plans the run anew if its plan is incomplete, or if its snapshot is gone.
    private func resume(
        _ unfinished: StoredRun, name: String?, _ leftovers: LeftoverRule?, observer: any RunObserver, stop: StopSignal,
        _ carryOut: (Term) async throws -> Ending
    ) async throws -> Ending {
        guard name == nil || name == unfinished.name else {
            throw Failure(
                .usage, "--name \(name ?? "") can't apply: this config has the unfinished run \(unfinished.name)",
                hint: "The same command without --name resumes it; `snowmelt cancel \(unfinished.name)` ends it.")
        }
        let (term, state) = try await lead(unfinished, stop: stop)
        return try await leading(term, stop: stop) {
            events.record(.runContinued(run: unfinished.name))
            let target = try await PostgresConnection.connect(targetOptions)
            try await target.closing { try await SchemaMigration.target.apply(to: target) }
            if state == .paused {
                events.record(.runPaused(run: unfinished.name))
            }
            if state != .planning, try await canGoOn(with: unfinished.id) {
                try await takeOverEdits(of: unfinished, leftovers: leftovers, under: term)
                try await runs.clearErrors(term)
                try await failChangedTables(of: unfinished, under: term)
                return try await carryOut(term)
            }
            return try await holding { hold in
                if state != .planning { try await takeBackPlan(of: unfinished, under: term) }
                // These are of a plan that was taken back, by this coordinator or by one that died while doing so.
                try await endSessions(of: unfinished.id, under: term)
                try await queue.dropClaims(under: term)
                // A new plan is made with all present settings.
                let rule = leftovers ?? .refuse
                try await runs.takeOver(
                    settings: configuration.storedSettings(leftovers: rule.rawValue), tables: [], under: term)
                try await watched(unfinished.id, by: observer) {
                    try await plan(
                        under: term, name: unfinished.name, tables: [], leftovers: rule, hold: hold,
                        observer: observer, stop: stop)
                }
                return try await carryOut(term)
            }
        }
    }

    private func carryOut(
        _ term: Term, workers count: Int, command: LocalWorkers.Command, observer: any RunObserver, stop: StopSignal
    ) async throws -> Ending {
        var command = command
        command.arguments += ["--run", term.run.text]
        var carrying = RunLoop(
            coordinator: self, term: term, workers: LocalWorkers(count: count, command: command, events: events),
            observer: observer, stop: stop)
        stop.setHasWorkers(true)
        do {
            let status = try await carrying.run()
            stop.setHasWorkers(false)
            guard status == .done else { return Ending(exit: status) }
            let verification = try await countComparison(term.run).published()
            return Ending(exit: verification.exit, verification: verification)
        } catch {
            await carrying.stopWork()
            stop.setHasWorkers(false)
            throw error
        }
    }

    /// Keeps the observer up to date while `body` plans or publishes a run, which may take minutes.
    func watched(
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
                        let start = ContinuousClock.now
                        let workers = try await runs.workers(config: configuration.identity, run: run)
                        observer.update(try await runs.status(run), workers: workers)
                        // Like the looks of a run that is carried out, at most a tenth of the time.
                        let pause = max(.milliseconds(500), (ContinuousClock.now - start) * 9)
                        try await Task.sleep(for: min(pause, .seconds(5)))
                    }
                } catch {
                    return false  // done; or the run is gone, and `body` says why
                }
            }
            for try await isDone in group where isDone { group.cancelAll() }
        }
    }
}
