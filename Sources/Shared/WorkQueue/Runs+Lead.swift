package import Model
package import Postgres
import Statements

/// Leading a run.
extension Runs {
    /// Begins to lead a run; returns `nil` if another coordinator leads it or the run has ended.
    ///
    /// - Parameter gone: a process that is known to have ended; its lead doesn't count.
    package func lead(
        _ run: RandomID, as coordinator: CoordinatorIdentity, insteadOf gone: String? = nil
    ) async throws(PostgresError) -> (term: Term, state: RunState)? {
        let term = Term(run: run)
        let rows = try await database.query(
            SQL.leadRun,
            term.parameters + [
                .text(coordinator.who), .double(coordinator.lease.inSeconds), .optional(coordinator.process),
                .optional(gone),
            ])
        guard let row = rows.first else { return nil }
        return (term, try RunState(row))
    }

    /// The lead of a run that another coordinator has; `nil` if it has expired or the run has ended.
    package func currentLead(of run: RandomID) async throws(PostgresError) -> CurrentLead? {
        guard let row = try await database.query(SQL.leadOfRun, [.text(run.text)]).first else { return nil }
        return CurrentLead(
            coordinator: try row.string("coordinator"), process: try row.optionalString("coordinator_process"),
            until: try row.string("until"), rest: .seconds(try row.double("seconds")))
    }

    /// Renews the lead; returns `nil` if the term has ended.
    package func renew(
        _ term: Term, lease: Duration = CoordinatorIdentity.lease
    ) async throws(PostgresError) -> RunState? {
        try await database.query(SQL.renewLead, term.parameters + [.double(lease.inSeconds)]).first.map {
            row throws(PostgresError) in try RunState(row)
        }
    }

    /// Ends the term.
    package func leave(_ term: Term) async throws {
        try await database.execute(SQL.leaveRun, term.parameters)
    }

    /// Who leads the run now; `nil` if nobody does.
    package func coordinator(of run: RandomID) async throws -> String? {
        try await database.query(SQL.runCoordinator, [.text(run.text)]).first?.optionalString("coordinator")
    }

    /// Throws if the term has ended.
    ///
    /// Before a change in the target, call this right after taking the locks that the change needs.
    package func require(_ term: Term) async throws {
        guard try await !database.query(SQL.termStands, term.parameters).isEmpty else {
            throw try await ending(of: term)
        }
    }

    /// Changes a run in one transaction, which holds the term until its end.
    ///
    /// - Parameter settings: server settings for this transaction only.
    @discardableResult
    package func change<Answer: Sendable>(
        under term: Term, settings: [String: String] = [:],
        _ body: @Sendable (isolated PostgresConnection) throws -> Answer
    ) async throws -> Answer {
        let answer = try await database.connected().transaction(settings: settings) { connection -> Answer? in
            guard try !connection.query(SQL.holdTerm, term.parameters).isEmpty else { return nil }
            return try body(connection)
        }
        guard let answer else { throw try await ending(of: term) }
        return answer
    }

    /// Why a term has ended.
    func ending(of term: Term) async throws(PostgresError) -> Failure {
        try await interference(with: term) ?? Failure(.refused, "the run was removed meanwhile")
    }

    /// How others ended a term: by a cancel or a takeover.
    ///
    /// `nil` if the run no longer exists, for example because its own coordinator removed it after a failed plan.
    package func interference(with term: Term) async throws(PostgresError) -> Failure? {
        guard let row = try await database.query(SQL.runCoordinator, [.text(term.run.text)]).first else { return nil }
        guard try row.value("state") != RunState.Stored.cancelled else {
            return Failure(.refused, "the run was cancelled meanwhile")
        }
        let name = try row.string("name")
        let successor = try row.optionalString("coordinator").map { ": \($0)" } ?? ""
        return Failure(
            .refused, "another coordinator has taken run \(name) over\(successor); this one has stopped",
            hint: "Nothing is lost; `snowmelt status \(name)` shows its progress.")
    }

    /// Whether nobody needs what the run has set up in the target: the run doesn't exist, has ended, or is still being
    /// planned under this term.
    ///
    /// Waits for a plan that is being written, since its writer may not know whether it was committed.
    package func isAbandoned(_ run: RandomID, by term: Term?) async throws(PostgresError) -> Bool {
        let asker = PostgresValue.optional((term?.id)?.text)
        guard let row = try await database.query(SQL.runNeed, [.text(run.text), asker]).first else { return true }
        switch try row.value("state", as: RunState.Stored.self) {
        case .cancelled: return true
        // Its tables are published, so the target holds no set-up of it, unless the target was restored to an earlier
        // time.
        case .completed: return term == nil
        case .planning: return try row.bool("is_own")
        case .active: return false
        }
    }
}

extension RunState {
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(try row.value("state"), isPaused: try row.bool("paused"))
    }
}
