import Failures
package import Model
import Postgres
import Statements

/// Runs in the control database, as the coordinator's verbs see them.
package struct Runs: Sendable {
    package let database: ControlDatabase

    package init(database: ControlDatabase) {
        self.database = database
    }

    /// The run named by `text`: an id, the unique start of one, a name, or `latest`, the newest run of this config.
    package func find(_ text: String, config identity: String) async throws -> StoredRun {
        let rows = try await database.query(SQL.findRun, [.text(text), .text(identity)])
        guard let first = rows.first else {
            let newest = try await recent(limit: 5).map(\.name)
            guard !newest.isEmpty else {
                throw Failure(.usage, "there is no run yet", hint: "`snowmelt run` plans and executes one.")
            }
            guard text != "latest" else {
                throw Failure(
                    .usage, "this config has no run yet",
                    hint: "`snowmelt run` plans and executes one. The newest runs of other configs are: "
                        + "\(newest.joined(separator: ", ")); name one to see it.")
            }
            throw Failure(
                .usage, "there is no run \(text)", hint: "The newest are: \(newest.joined(separator: ", ")).")
        }
        let run = try StoredRun(first)
        guard rows.count == 1 || run.name == text else {
            throw Failure(
                .usage, "\(text) matches more than one run", hint: "Give more digits of its id, or its name.")
        }
        return run
    }

    /// The newest runs, at most `limit`.
    package func recent(limit: Int) async throws -> [StoredRun] {
        try await database.query(SQL.recentRuns, [.int(limit)]).map(StoredRun.init)
    }

    /// The unfinished run of this config, if there is one.
    package func unfinished(config identity: String) async throws -> StoredRun? {
        try await database.query(SQL.unfinishedRun, [.text(identity)]).first.map(StoredRun.init)
    }

    /// Whether the config has a run, in whatever state.
    package func hasRun(ofConfig identity: String) async throws -> Bool {
        try await !database.query(SQL.findRun, [.text("latest"), .text(identity)]).isEmpty
    }

    /// All unfinished runs, the newest first.
    package func unfinished() async throws -> [StoredRun] {
        try await database.query(SQL.unfinishedRuns).map(StoredRun.init)
    }

    /// The state of a run; `nil` if there is no such run.
    package func state(of run: RandomID) async throws -> RunState? {
        try await database.query(SQL.runState, [.text(run.text)]).first.map { row in try RunState(row) }
    }

    /// Creates a run in state `planning`, led by its creator.
    ///
    /// Returns `nil` if the config has an unfinished run, or an unfinished run has the name.
    package func create(_ run: NewRun, coordinator: CoordinatorIdentity) async throws -> Term? {
        let term = Term(run: run.id)
        let failure: PostgresError
        do throws(PostgresError) {
            let created = try await database.execute(
                SQL.insertRun,
                [
                    .text(run.id.text), .text(run.name), .text(run.configIdentity), .text(run.settings),
                    .text(run.source), .text(run.snapshot.text), .text(run.migrationVersion), .text(coordinator.who),
                    .text(term.id.text), .double(coordinator.lease.inSeconds), .optional(coordinator.process),
                ])
            return created == 1 ? term : nil
        } catch {
            guard error.disposition == .transient else { throw error }
            failure = error
        }
        // Perhaps only the reply was lost. Then the run exists, and would block every other run of the config.
        guard try await renew(term, lease: coordinator.lease) != nil else { throw failure }
        return term
    }

    /// Whether an unfinished run has this name.
    package func isNameTaken(_ name: String) async throws -> Bool {
        try await database.query(SQL.runNameExists, [.text(name)]).first?.bool("taken") ?? false
    }

    /// Removes a run whose plan was refused, after its remains in the target were removed.
    package func delete(_ term: Term) async throws {
        try await database.execute(SQL.deleteRun, term.parameters)
    }

    /// Pauses or resumes a run; returns `false` if it has ended.
    package func setPaused(_ run: RandomID, _ paused: Bool) async throws -> Bool {
        try await !database.query(SQL.setRunPaused, [.text(run.text), .bool(paused)]).isEmpty
    }

    /// The point in time at which a run reads the source.
    package func snapshot(of run: RandomID) async throws -> Snapshot {
        let row = try await database.query(SQL.runSnapshot, [.text(run.text)]).first
        return try row.map { Snapshot(text: try $0.string("snapshot")) } ?? .unpinned
    }

    /// Ends a run permanently; returns `false` if it has already ended.
    package func cancel(_ run: RandomID) async throws -> Bool {
        try await !database.query(SQL.cancelRun, [.text(run.text)]).isEmpty
    }

    /// Lets publishing try tables again on which it failed, when an operator requeues.
    package func clearErrors(_ run: RandomID, table: String?) async throws {
        try await database.execute(SQL.clearTableError, [.text(run.text), .optional(table)])
    }

    /// Lets publishing try all tables again on which it failed, when this coordinator publishes them.
    package func clearErrors(_ term: Term) async throws {
        try await change(under: term) { connection in
            try connection.execute(SQL.clearTableError, [.text(term.run.text), .null])
        }
    }

    /// Makes a complete run unfinished again; returns `false` if its config or its name has another unfinished run.
    package func reopen(_ run: RandomID) async throws -> Bool {
        do throws(PostgresError) {
            try await database.execute(SQL.reopenRun, [.text(run.text)])
            return true
        } catch {
            guard error.sqlState == "23505" else { throw error }
            return false
        }
    }

    /// Ends the run if all its tables are published; returns `false` otherwise, or if the term has ended.
    package func completeIfDone(_ term: Term) async throws -> Bool {
        try await !database.query(SQL.completeRun, term.parameters).isEmpty
    }
}

/// A run to be created.
package struct NewRun: Sendable {
    package var id = RandomID()
    package var name: String
    package var configIdentity: String
    /// The resolved settings as JSON, without secrets.
    package var settings: String
    package var source: String
    package var snapshot: Snapshot
    package var migrationVersion: String

    package init(
        name: String, configIdentity: String, settings: String, source: String, snapshot: Snapshot,
        migrationVersion: String
    ) {
        self.name = name
        self.configIdentity = configIdentity
        self.settings = settings
        self.source = source
        self.snapshot = snapshot
        self.migrationVersion = migrationVersion
    }
}
