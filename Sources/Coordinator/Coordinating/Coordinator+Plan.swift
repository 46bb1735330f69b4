import FaultPoints
import Logging
import Model
import Planning
import Postgres
import Publishing
import RowSource
import Settings
package import WorkQueue

extension Coordinator {
    /// What a run would be, with estimates; changes nothing anywhere.
    package func survey(tables globs: [String], stop: StopSignal) async throws -> [SurveyedTable] {
        let hold = try await holdSnapshot()
        let survey = Survey(coordinator: self, runID: RandomID(), hold: hold, stop: stop, samplesRows: true)
        do {
            let surveyed = try await survey.tables(globs) { _, _ in }
            await hold?.letGo()
            return surveyed
        } catch {
            await hold?.letGo()
            guard let failure = error as? Failure, failure.status == .interrupted else { throw error }
            throw Failure(.interrupted, "interrupted; nothing was changed")
        }
    }

    /// Plans a run: afterwards its chunks can be claimed.
    ///
    /// Refuses while the config has an unfinished run. A stop before the plan is written leaves nothing behind.
    package func plan(name: String?, tables globs: [String], stop: StopSignal) async throws -> RunStatus {
        try await SchemaMigration.control.apply(to: runs.database.connected())
        if let unfinished = try await runs.unfinished(config: configuration.identity) {
            throw Failure(
                .refused, "run \(unfinished.name) of this config isn't finished",
                hint: "`snowmelt run` goes on with it; `snowmelt cancel \(unfinished.name)` ends it.")
        }
        let run = try await create(name: name)
        if !source.keepsSnapshots, configuration.source.snapshot != .off {
            logger.warning(
                "a snapshot would end with this command, so this run reads what it finds; `snowmelt run` pins one")
        }
        let hold = source.keepsSnapshots ? try await holdSnapshot() : nil
        try await plan(run: run.id, name: run.name, tables: globs, hold: hold, stop: stop)
        await hold?.letGo()
        try await runs.leave(run.id, as: identity)
        return try await runs.status(run.id)
    }

    /// Creates a run in state `planning`, led by this coordinator.
    func create(name: String?) async throws -> NewRun {
        let run = NewRun(
            name: try await chosenName(name), configIdentity: configuration.identity,
            settings: configuration.storedSettings,
            source: ConnectionDescription.sourceName(configuration.source), snapshot: .unpinned,
            migrationVersion: configuration.migrationVersion ?? programVersion)
        guard try await runs.create(run, coordinator: identity) else {
            throw Failure(
                .refused, "another coordinator is planning this config right now",
                hint: "Wait for it; `snowmelt status` shows its run.")
        }
        return run
    }

    /// Plans a run that this coordinator leads, anew if an earlier coordinator died while planning it, or if its plan
    /// was taken back.
    ///
    /// Each table starts its next epoch, in which nothing of the one before can commit. `hold` is the point in time
    /// that the run reads.
    func plan(
        run: RandomID, name: String, tables globs: [String], hold: (any SnapshotHold)?, stop: StopSignal
    ) async throws {
        do {
            let survey = Survey(coordinator: self, runID: run, hold: hold, stop: stop)
            let surveyed = try await survey.tables(globs) { table, number in
                try await runs.announce(
                    TableName(source: table.source.name, target: table.target), number: number,
                    mode: table.settings.mode, run: run)
                try await renewLead(run)
            }
            // From here on it is a matter of seconds, and a plan that is whole can be gone on with.
            try stop.check()
            try await renewLead(run)
            let target = try await PostgresConnection.connect(targetOptions)
            let setup = TargetSetup(
                run: run, runName: name, owner: identity.who, target: target, logger: logger,
                check: { try stop.check() })
            let epochs = try await setup.perform(surveyed)
            await target.close()
            let rows = zip(surveyed, epochs).map { table, epoch in
                var spec = table.plan.spec
                spec.cut = table.chunks.cut
                return TablePlanRow(
                    number: table.number, epoch: epoch, spec: spec, chunks: table.chunks.chunks,
                    expectedRows: table.chunks.totalRows)
            }
            try FaultPoint.midPlan.reach()
            try await runs.write(rows, run: run, snapshot: hold?.snapshot ?? .unpinned, coordinator: identity)
            try FaultPoint.afterPlan.reach()
            logger.info(
                "run planned",
                metadata: [
                    "run": "\(name)", "tables": "\(rows.count)", "chunks": "\(rows.reduce(0) { $0 + $1.chunks.count })",
                    "rows": "\(rows.reduce(0) { $0 + $1.expectedRows })",
                ])
        } catch {
            // A plan that was refused or interrupted leaves nothing; the reason counts.
            let isGone = await abandon(run)
            guard let failure = error as? Failure, failure.status == .interrupted else { throw error }
            throw Failure(
                .interrupted,
                isGone ? "interrupted while planning; nothing is left behind" : "interrupted while planning",
                hint: "The same command plans anew.")
        }
    }

    /// Removes what a plan that failed has left, and the run itself.
    ///
    /// Whether it could.
    private func abandon(_ run: RandomID) async -> Bool {
        do {
            try await RunCleanup(run: run, runs: runs, targetOptions: targetOptions, logger: logger).clean()
            try await runs.delete(run)
            return true
        } catch {
            logger.warning(
                "what the failed plan left couldn't be removed; `snowmelt cancel` does it later",
                metadata: ["run": "\(run)", "error": "\(error)"])
            return false
        }
    }

    /// Keeps the lead while something long goes on.
    func renewLead(_ run: RandomID) async throws {
        guard try await runs.lead(run, as: identity) != nil else {
            throw Failure(
                .refused, "another coordinator has taken this run over", hint: "`snowmelt status` shows which.")
        }
    }

    private func chosenName(_ name: String?) async throws -> String {
        if let name {
            guard try await !runs.isNameTaken(name) else {
                throw Failure(.usage, "there is a run named \(name) already", hint: "Choose another --name.")
            }
            return name
        }
        return "run-\(RandomID().text.prefix(8))"
    }
}
