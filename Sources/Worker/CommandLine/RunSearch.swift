import Events
import Failures
import Model
import Postgres
import ProgramEntry
import RowSource
import Settings
import SourceRegistry
import Statements
import WorkQueue

/// Finds the runs that a worker works on, or says which runs there are and what differs from its config.
///
/// A run belongs to a config that copies the same rows between the same databases. Addresses are compared as they are
/// written. If they differ, the databases themselves decide: the target holds the fences of the run, and the source
/// reports the identity that was stored with the plan.
struct RunSearch: Sendable {
    let configuration: Configuration
    /// The run as named by the user; `nil` for all runs of the configuration.
    let run: String?
    /// Whether a plan that isn't complete counts as found, because it will be.
    let mayBePlanning: Bool
    let control: PostgresOptions
    let events: Events

    /// The runs of a worker.
    struct Match: Sendable {
        /// The identity of the config whose runs are worked on.
        var identity: String
        /// The name under which workers share the source's breaker and limit.
        var source: String
        /// The unfinished or named run; `nil` if there is none.
        var run: StoredRun?
    }

    private enum Finding {
        case found(Match)
        case nothing(Failure)
        /// A run is being planned now.
        case planning(Failure)
    }

    /// The configuration's own runs, whether there are any or not.
    var own: Match {
        Match(
            identity: configuration.identity, source: ConnectionDescription.sourceName(configuration.source), run: nil)
    }

    /// The runs that exist; if there are none, waits for a plan at most `patience`, or as long as one is being made.
    ///
    /// Throws if the named run can't be found, or belongs to another config.
    ///
    /// - Parameter isRequired: whether to wait for a run, and not only for the control database's tables.
    func find(within patience: Duration, isRequired: Bool = true) async throws -> Match {
        var last = ContinuousClock.now + patience
        var isSaid = false
        while true {
            let reason: Failure
            do {
                switch try await look() {
                case .found(let match): return match
                case .nothing(let failure): reason = failure
                case .planning(let failure):
                    last = .now + patience
                    reason = failure
                }
            } catch let error as PostgresError where error.disposition == .transient {
                guard ContinuousClock.now < last else { throw error }
                events.record(.databaseNotReady(error, rest: .seconds(1)))
                try await Task.sleep(for: .seconds(1))
                continue
            }
            let mayGoOn = run == nil && reason.status == .usage
            if ContinuousClock.now >= last || (!isRequired && mayGoOn && reason.message != Self.noTables) {
                guard mayGoOn, reason.message != Self.noTables else { throw reason }
                events.record(.nothingToWorkOn(reason.message))
                return own
            }
            if !isSaid {
                events.record(.planAwaited(reason: reason.message, limit: patience))
                isSaid = true
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func look() async throws -> Finding {
        let database = ControlDatabase(options: control)
        return try await database.closing {
            try await RequiredPrivileges.workerInControl.require(on: database.connected())
            guard try await SchemaMigration.control.exists(on: database.connected()) else {
                return .nothing(
                    Failure(
                        .usage, Self.noTables,
                        hint: "Run `snowmelt plan` or `snowmelt run` with this config first."))
            }
            try await SchemaMigration.control.require(on: database.connected(), orElse: Failure(.usage, "no schema"))
            return try await look(Runs(database: database))
        }
    }

    private func look(_ runs: Runs) async throws -> Finding {
        if let run {
            let named: StoredRun
            do {
                named = try await runs.find(run, config: configuration.identity)
            } catch let failure as Failure {
                return .nothing(failure)
            }
            guard let match = try await match(named, runs) else { throw others([named]) }
            return try finding(match)
        }
        if let unfinished = try await runs.unfinished(config: configuration.identity) {
            var match = own
            match.run = unfinished
            return try finding(match)
        }
        let unfinished = try await runs.unfinished()
        for other in unfinished {
            if let match = try await match(other, runs) { return try finding(match) }
        }
        // Its last run has ended, so there is nothing to wait for.
        if try await runs.hasRun(ofConfig: configuration.identity) { return .found(own) }
        return .nothing(others(unfinished))
    }

    private func finding(_ match: Match) throws -> Finding {
        guard let run = match.run else { return .found(match) }
        if run.state == .planning, !mayBePlanning {
            let failure = Failure(.usage, "run \(run.name) isn't planned to the end")
            return run.coordinator == nil ? .nothing(failure) : .planning(failure)
        }
        if !run.state.hasEnded, let planned = planned(run) {
            let ignored = planned.changes(in: configuration).filter { $0.override != nil && $0.effect != .atOnce }
            if let failure = RunEdited(run: run.name, changes: ignored).workerFailure { throw failure }
        }
        return .found(match)
    }

    /// The match if the run's databases and tables are this configuration's; `nil` if they aren't, or if it isn't certain.
    private func match(_ run: StoredRun, _ runs: Runs) async throws -> Match? {
        var match = own
        match.run = run
        if run.configIdentity == match.identity { return match }
        guard let planned = planned(run), planned.copiesTheSame(as: configuration) else { return nil }
        let isSameSource = planned.readsTheSame(as: configuration)
        guard try await isTarget(of: run) else { return nil }
        if !isSameSource {
            guard try await isSource(of: run, runs) else { return nil }
            match.source = run.source
        }
        match.identity = run.configIdentity
        return match
    }

    /// Whether the target holds the fences of the run.
    private func isTarget(of run: StoredRun) async throws -> Bool {
        let target = try await PostgresConnection.connect(
            PostgresOptions(url: configuration.target.url, applicationName: "snowmelt-worker"))
        return try await target.closing {
            guard try await SchemaMigration.target.exists(on: target) else { return false }
            return try await !target.query(SQL.fencesOfRun, [.text(run.id.text)]).isEmpty
        }
    }

    /// Whether the source reports the identity that all plans of the run name.
    private func isSource(of run: StoredRun, _ runs: Runs) async throws -> Bool {
        let planned = try await runs.tables(run.id).map { $0.spec?.fingerprint?.identity }
        guard let first = planned.first ?? nil, planned.allSatisfy({ $0 == first }) else { return false }
        let connection = try await openSource(configuration.source).connect()
        return try await connection.closing { try await connection.databaseIdentity() == first }
    }

    private func planned(_ run: StoredRun) -> PlannedSettings? {
        do {
            return try PlannedSettings(run.settings)
        } catch {
            return nil  // stored by a release that can't be compared with
        }
    }

    private static let noTables = "the control database holds no runs yet"
    private static let most = 5

    /// The error that says which runs there are, and what differs from this configuration.
    private func others(_ others: [StoredRun]) -> Failure {
        guard !others.isEmpty else {
            return Failure(
                .usage, "this control database has no unfinished run",
                hint: "Run `snowmelt plan` or `snowmelt run` with this config first.")
        }
        let lines = others.prefix(Self.most).map { other in
            let differences = planned(other)?.differences(from: configuration) ?? []
            let shown =
                differences.isEmpty ? "its source, target or control database" : differences.joined(separator: "; ")
            return "run \(other.name) differs: \(shown)"
        }
        return Failure(
            .usage, "no unfinished run of this control database is this config's\n" + lines.joined(separator: "\n"),
            hint: "A worker needs the config with which the run was planned; its addresses may be spelled otherwise if "
                + "the same databases answer.")
    }
}
