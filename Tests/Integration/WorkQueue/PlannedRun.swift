import Model
import Postgres
import Statements
import TestKit
import WorkQueue

/// A database with both schemas and one planned run, the starting point of most tests of the queue.
///
/// Control and target are one database unless `target` says otherwise.
struct PlannedRun: Sendable {
    static let config = "config"

    let database: TestDatabase
    let target: TestDatabase
    let control: ControlDatabase
    let queue: WorkQueue
    let runs: Runs
    let run: NewRun
    let coordinator: CoordinatorIdentity
    /// The term under which the coordinator leads the run.
    let term: Term

    /// - Parameters:
    ///   - tables: the number of chunks of each table; chunk `n` expects `n` rows.
    ///   - cluster: `nil` for the shared one.
    init(
        tables: [Int], maxAttempts: Int = 3, mode: LoadMode = .append, separateTarget: Bool = false,
        primaryKey: [String] = [], cluster own: PostgresCluster? = nil, function: String = #function
    ) async throws {
        let cluster: PostgresCluster
        if let own { cluster = own } else { cluster = try await PostgresCluster.shared }
        database = try await cluster.database(function: function)
        target = separateTarget ? try await cluster.database(function: function) : database
        control = ControlDatabase(options: database.options())
        queue = WorkQueue(database: control, configIdentity: Self.config)
        runs = Runs(database: control)
        run = Self.newRun()
        coordinator = CoordinatorIdentity(who: "tester")
        try await SchemaMigration.control.apply(to: control.connected())
        let connection = try await target.connect()
        try await SchemaMigration.target.apply(to: connection)
        await connection.close()
        guard let term = try await runs.create(run, coordinator: coordinator) else {
            throw TestKitError("the run exists")
        }
        self.term = term
        let rows = zip(1..., tables).map { number, count in
            Self.table(number, chunks: count, maxAttempts: maxAttempts, mode: mode, primaryKey: primaryKey)
        }
        try await runs.write(rows, under: term)
    }

    static func newRun(name: String = "first", config: String = Self.config) -> NewRun {
        NewRun(
            name: name, configIdentity: config, settings: "{}", source: "a source", snapshot: .unpinned,
            migrationVersion: "1")
    }

    static func table(
        _ number: Int, chunks: Int, maxAttempts: Int = 3, mode: LoadMode = .append, primaryKey: [String] = []
    ) -> TablePlanRow {
        let target = QualifiedName(schema: "public", name: "visits\(number)")
        let load = mode == .replace ? QualifiedName(schema: "public", name: "staging\(number)") : target
        let spec = TableSpec(
            source: QualifiedName(schema: "main", name: "visits\(number)"), target: target, loadTable: load,
            mode: mode, select: "id", from: "visits", filter: nil,
            columns: [
                ColumnSpec(
                    source: "id", sourceType: .integer(bits: 64, signed: true), target: "id", targetType: .bigint)
            ],
            primaryKey: primaryKey, batch: BatchLimits(rows: 1000))
        let planned = (0..<chunks).map { index in
            PlannedChunk(
                number: index + 1, predicate: "id >= \(index)", range: "id\t>= \(index) \\ \n", expectedRows: index + 1)
        }
        return TablePlanRow(
            number: number, epoch: 1, spec: spec, chunks: planned, maxAttempts: maxAttempts)
    }

    /// Registers a worker.
    func worker() async throws -> RandomID {
        let identity = WorkerIdentity(id: RandomID(), host: "host", pid: 1, slots: 1, version: "1")
        try await queue.register(identity)
        // A long lease, since the worker sends no heartbeats, however long the test takes.
        try await control.execute(
            Statement(
                name: "test",
                text: "UPDATE migration_status.worker SET lease_until = clock_timestamp() + interval '1 hour' "
                    + "WHERE worker_id = $1::uuid"), [.text(identity.id.text)])
        return identity.id
    }

    /// Claims a chunk for a worker; `nil` if there is none.
    func claim(_ worker: RandomID, after position: Int = 0) async throws -> ClaimedChunk? {
        try await queue.claim(run: run.id, after: position, worker: worker, token: RandomID())
    }

    /// Claims a chunk for a worker, and fails if there is none.
    func claimed(_ worker: RandomID) async throws -> ClaimedChunk {
        guard let chunk = try await claim(worker) else { throw TestKitError("nothing to claim") }
        return chunk
    }

    /// Lets a worker's lease run out.
    func expire(_ worker: RandomID) async throws {
        try await control.execute(
            Statement(
                name: "test",
                text: "UPDATE migration_status.worker SET lease_until = clock_timestamp() - interval '1 ms' "
                    + "WHERE worker_id = $1::uuid"), [.text(worker.text)])
    }

    /// One text value from the control database; `nil` for NULL or if there is no row.
    func value(_ sql: String) async throws -> String? {
        try await control.query(Statement(name: "test", text: "SELECT (\(sql))::text AS value"))
            .first?.optionalString("value")
    }

    /// The number of the run's chunks in each state of the queue: `done 2, ready 8`.
    func states() async throws -> String? {
        try await value(
            """
            SELECT string_agg(state || ' ' || n, ', ' ORDER BY state::text)
              FROM (SELECT state, count(*) AS n FROM migration_status.work GROUP BY state) s
            """)
    }

    /// The outcomes of the attempts, in their order.
    func outcomes() async throws -> String? {
        try await value("SELECT string_agg(outcome, ',' ORDER BY attempt_id) FROM migration_status.attempt")
    }
}
