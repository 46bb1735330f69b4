import Model
import Postgres
import RowSource
import Statements
import WorkQueue

/// The coordinators' operations: planning a run, taking over its table, cancelling it.
extension ModelTrial {
    /// Plans a run into the target like the product: fence, staging table, chunks.
    ///
    /// With `succession`, the coordinator's lead expires before it writes its plan. A successor plans instead, and the
    /// first coordinator resumes too late.
    func plan(succession: Bool) async throws {
        let run = NewRun(
            name: RandomID().text, configIdentity: config, settings: "{}", source: "a source", snapshot: .unpinned,
            migrationVersion: "1")
        spec = Self.spec(target: target, run: run.id)
        let first = CoordinatorIdentity(who: "first")
        guard let term = try await runs.create(run, coordinator: first) else {
            throw ModelMismatch("no run is created")
        }
        self.term = term
        try ModelMismatch.expect("fence", try await takeFence(run.id), is: 1)
        guard succession else {
            try await makeStaging(run.id)
            try await runs.write([planned(epoch: 1)], under: term)
            return try await start(run.id, epoch: 1)
        }
        let successor = CoordinatorIdentity(who: "successor")
        try ModelMismatch.expect(
            "lead of a led run", try await runs.lead(run.id, as: successor) == nil, is: true)
        try await passTime(
            "run SET coordinator_until = clock_timestamp() - interval '1 ms' WHERE run_id = $1::uuid",
            [.text(run.id.text)])
        guard let next = try await runs.lead(run.id, as: successor)?.term else {
            throw ModelMismatch("a run whose lead has lapsed can't be led")
        }
        self.term = next
        try ModelMismatch.expect("fence of the successor", try await takeFence(run.id), is: 2)
        try await makeStaging(run.id)
        do {
            try await runs.write([planned(epoch: 1)], under: term)
            throw ModelMismatch("a coordinator that was replaced wrote its plan")
        } catch is Failure {
            note("late plan refused", "the coordinator that was replaced is refused")
        }
        try await runs.write([planned(epoch: 2)], under: next)
        try await start(run.id, epoch: 2)
    }

    /// Cancels the run like the verb `cancel`, except that its staging table stays for workers that still write.
    func cancel() async throws {
        try ModelMismatch.expect("cancel", try await runs.cancel(reference.runID), is: true)
        let run = PostgresValue.text(reference.runID.text)
        let tokens = try await ground.control.query(SQL.claimedTokens, [.text(reference.runID.text)]).map { row in
            RandomID(text: try row.string("claim_token"))
        }
        _ = try await ClaimSessions.end(tokens, on: ground.target)
        try await ground.control.execute(SQL.dropClaims, [run])
        try await ground.target.execute(SQL.releaseFence, fenceName + [run])
        endSessions(of: reference.chunks.values.filter { $0.state == .claimed }.compactMap(\.claim))
        reference.cancel()
        past.append(reference)
    }

    /// Takes the table for a run, or for the run's next epoch, and returns the epoch.
    func takeFence(_ run: RandomID) async throws -> Int? {
        try await ground.target.query(
            SQL.takeFence, fenceName + [.text(run.text), .text(run.text), "tester", 1]
        ).first?.int("epoch")
    }

    private var fenceName: [PostgresValue] { [.text(target.schema ?? "public"), .text(target.name)] }

    /// Whether the next run is loaded unlogged, as every other run is.
    private var isPlannedUnlogged: Bool { !past.count.isMultiple(of: 2) }

    private func makeStaging(_ run: RandomID) async throws {
        let kind = isPlannedUnlogged ? "UNLOGGED TABLE" : "TABLE"
        try await ground.target.execute(
            Statement(
                name: "create_staging",
                text: "CREATE \(kind) \(spec.loadTable.postgresQuoted) (chunk bigint, number bigint, writer bigint)"))
        if isPlannedUnlogged {
            try await ground.target.execute(SQL.recordUnlogged, fenceName + [.text(run.text), true])
        }
    }

    private func planned(epoch: Int) -> TablePlanRow {
        let chunks = (1...Self.chunkCount).map { number in
            let keys = ReferenceModel.plannedKeys(of: number)
            let (lower, upper) = ("\(keys.lowerBound)", "\(keys.upperBound)")
            let range = KeyRange(column: Self.key, lower: lower, upper: upper, holdsNull: false)
            return PlannedChunk(
                number: number, predicate: range.predicate(in: PostgreSQLDialect()), range: range.label ?? "",
                extent: ChunkExtent(lower: lower, upper: upper), expectedRows: keys.count)
        }
        return TablePlanRow(
            number: 1, epoch: epoch, spec: spec, chunks: chunks, maxAttempts: Self.maxAttempts)
    }

    private func start(_ run: RandomID, epoch: Int) async throws {
        reference = ReferenceModel(runID: run, chunks: Self.chunkCount, maxAttempts: Self.maxAttempts, epoch: epoch)
        reference.isUnlogged = isPlannedUnlogged
        note("plan", "a run is planned, epoch \(epoch)\(isPlannedUnlogged ? ", unlogged" : "")")
        try await compare()
    }
}
