import Events
import FaultPoints
import Model
import Planning
import Postgres
import Publishing
import RowSource
import Settings
import Text
package import WorkQueue

extension Coordinator {
    /// The tables that a run would copy, with estimates, and those that it would skip; changes nothing anywhere.
    package func survey(
        tables globs: [String], leftovers rule: LeftoverRule = .refuse, observer: any PhaseObserver, stop: StopSignal
    ) async throws -> Surveyed {
        do {
            return try await holding { hold in
                let survey = Survey(
                    coordinator: self, runID: RandomID(), hold: hold, stop: stop, samplesRows: true,
                    leftovers: leftovers(rule), observer: observer)
                return try await survey.tables(globs) { _ in }
            }
        } catch let failure as Failure where failure.status == .interrupted {
            throw Failure(.interrupted, "interrupted; nothing was changed")
        }
    }

    /// Plans a run, after which its chunks can be claimed.
    ///
    /// Refuses while the config has an unfinished run. A stop before the plan is written leaves nothing behind.
    package func plan(
        name: String?, tables globs: [String], leftovers: LeftoverRule = .refuse, observer: any RunObserver,
        stop: StopSignal
    ) async throws -> RunStatus {
        try await SchemaMigration.control.apply(to: runs.database.connected())
        if let unfinished = try await runs.unfinished(config: configuration.identity) {
            throw Failure(
                .refused, "run \(unfinished.name) of this config isn't finished",
                hint: "`snowmelt run` resumes it; `snowmelt cancel \(unfinished.name)` ends it.")
        }
        try await requireNoEditedRun()
        if !source.keepsSnapshots, configuration.source.snapshot != .off {
            events.record(.snapshotNotHeld)
        }
        // The snapshot is held first, so that no run is left behind if that fails.
        let term = try await holding(only: source.keepsSnapshots) { hold in
            let (run, term) = try await create(name: name, leftovers: leftovers)
            try await leading(term, stop: stop) {
                try await watched(run.id, by: observer) {
                    try await plan(
                        under: term, name: run.name, tables: globs, leftovers: leftovers, hold: hold,
                        observer: observer, stop: stop)
                }
            }
            return term
        }
        return try await runs.status(term.run)
    }

    /// Creates a run in state `planning`, led by this coordinator.
    func create(name: String?, leftovers: LeftoverRule) async throws -> (run: NewRun, term: Term) {
        let run = NewRun(
            name: try await chosenName(name), configIdentity: configuration.identity,
            settings: configuration.storedSettings(leftovers: leftovers.rawValue),
            source: ConnectionDescription.sourceName(configuration.source), snapshot: .unpinned,
            migrationVersion: configuration.migrationVersion ?? programVersion)
        guard let term = try await runs.create(run, coordinator: identity) else {
            throw Failure(
                .refused, "another coordinator is planning this config right now",
                hint: "Wait for it; `snowmelt status` shows its run.")
        }
        return (run, term)
    }

    /// Plans a run that this coordinator leads.
    ///
    /// The run may have been planned before: an earlier coordinator died while planning it, or its plan was taken back.
    /// So each table starts its next epoch, and nothing from an earlier epoch can commit.
    ///
    /// - Parameter hold: the snapshot that the run reads.
    func plan(
        under term: Term, name: String, tables globs: [String], leftovers rule: LeftoverRule,
        hold: (any SnapshotHold)?, observer: any RunObserver, stop: StopSignal
    ) async throws {
        do {
            let leftovers = leftovers(rule)
            let survey = Survey(
                coordinator: self, runID: term.run, hold: hold, stop: stop, leftovers: leftovers, term: term,
                observer: observer)
            let surveyed = try await survey.tables(globs) { tables in
                try await runs.announce(tables, under: term)
            }
            // From here on, planning only takes seconds, and a complete plan can be resumed.
            try stop.check()
            let target = try await PostgresConnection.connect(targetOptions)
            let setup = TargetSetup(
                term: term, runs: runs, runName: name, owner: identity.who, target: target, leftovers: leftovers,
                events: events, check: { try stop.check() })
            let epochs: [Int]
            do {
                epochs = try await target.closing { try await setup.perform(surveyed.tables) }
            } catch let taken as FenceTaken {
                throw try await failure(taken)
            }
            let rows = zip(surveyed.tables, epochs).map { table, epoch in
                TablePlanRow(
                    number: table.number, epoch: epoch, spec: table.plan.spec, chunks: table.chunks.chunks,
                    maxAttempts: table.plan.settings.maxAttempts)
            }
            try FaultPoint.midPlan.reach()
            let skipped = surveyed.failed.map { table in
                SkippedTableRow(
                    number: table.number, source: table.source, target: table.target, mode: table.mode,
                    error: table.reason)
            }
            try await runs.write(rows, skipping: skipped, under: term, snapshot: hold?.snapshot ?? .unpinned)
            try FaultPoint.afterPlan.reach()
            for table in surveyed.failed {
                events.record(.tableSkipped(table: table.source, reason: table.reason))
            }
            events.record(
                .runPlanned(
                    run: name, tables: rows.count, chunks: rows.reduce(0) { $0 + $1.chunks.count },
                    rows: rows.reduce(0) { $0 + $1.expectedRows }))
        } catch {
            // A refused or interrupted plan leaves nothing behind. The user sees the first error.
            let isGone = await abandon(term)
            guard let failure = error as? Failure, failure.status == .interrupted else { throw error }
            throw Failure(
                .interrupted,
                isGone ? "interrupted while planning; nothing is left behind" : "interrupted while planning",
                hint: "The same command plans anew.")
        }
    }

    /// Removes what a failed plan has set up, and the run itself.
    ///
    /// Returns `false` if another coordinator leads the run by now, if its plan was written, or if removing failed.
    private func abandon(_ term: Term) async -> Bool {
        do {
            try await RunCleanup(
                run: term.run, runs: runs, targetOptions: targetOptions, events: events, term: term
            ).clean()
            try await runs.delete(term)
            return true
        } catch is RunCleanup.InUse {
            return false
        } catch {
            events.record(.planNotRemoved(run: term.run, error))
            return false
        }
    }

    /// Applies the rule to plans of this config.
    func leftovers(_ rule: LeftoverRule) -> Leftovers {
        Leftovers(rule: rule, configIdentity: configuration.identity) { ids in
            guard !ids.isEmpty, try await SchemaMigration.control.exists(on: runs.database.connected()) else {
                return Set(ids)
            }
            var unknown: Set<RandomID> = []
            for id in ids where try await runs.state(of: id) == nil { unknown.insert(id) }
            return unknown
        }
    }

    func chosenName(_ name: String?) async throws -> String {
        guard let name else { return "run-\(RandomID().text.prefix(8))" }
        guard RunName.isValid(name) else {
            throw Failure(
                .usage, "\"\(name)\" can't be the name of a run",
                hint: "A name is not empty, is not `latest`, and has no control characters, for example --name nightly."
            )
        }
        guard try await !runs.isNameTaken(name) else {
            throw Failure(
                .usage, "another config's run is named \(name) and has not ended",
                hint: "Choose another --name, or end that run with `snowmelt cancel \(name) --yes`.")
        }
        return name
    }
}

/// Names of runs.
enum RunName {
    /// Whether verbs can refer to a run by this name, and screens and logs can show it.
    static func isValid(_ name: String) -> Bool {
        !name.allSatisfy(\.isWhitespace) && name != "latest" && !name.unicodeScalars.contains(where: \.isInstruction)
    }
}
