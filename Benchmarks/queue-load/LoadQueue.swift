import Model
import Postgres
import TestKit
import WorkQueue

/// A run with many chunks, in a separate control database.
struct LoadQueue: Sendable {
    /// The size of the work table and its indexes, in MB, and the number of dead rows.
    struct Size: Sendable {
        var table: Double
        var indexes: Double
        var deadRows: Int
    }

    static let config = "load"

    let database: TestDatabase
    let run: RandomID
    /// The time it took to write the plan.
    let planning: Duration

    init(chunks: Int, in cluster: PostgresCluster) async throws {
        database = try await cluster.database(function: "load")
        let control = ControlDatabase(options: database.options())
        try await SchemaMigration.control.apply(to: control.connected())
        let runs = Runs(database: control)
        let coordinator = CoordinatorIdentity(who: "queue-load")
        let run = NewRun(
            name: "load", configIdentity: Self.config, settings: "{}", source: "none", snapshot: .unpinned,
            migrationVersion: "1")
        guard let term = try await runs.create(run, coordinator: coordinator) else { throw LoadError("the run exists") }
        let start = ContinuousClock.now
        try await runs.write([Self.table(chunks: chunks)], under: term)
        planning = .now - start
        await control.close()
        self.run = run.id
    }

    /// Opens a connection; the caller must close it.
    func connectControl() -> ControlDatabase {
        ControlDatabase(options: database.options())
    }

    func size() async throws -> Size {
        let query = Statement(
            name: "size",
            text: """
                SELECT pg_table_size('migration_status.work') / 1e6 AS work, pg_indexes_size('migration_status.work') / 1e6 AS indexes,
                       pg_stat_get_dead_tuples('migration_status.work'::regclass) AS dead
                """)
        let connection = try await database.connect()
        let row = try await connection.query(query).first
        await connection.close()
        guard let row else { throw LoadError("no size") }
        return Size(table: try row.double("work"), indexes: try row.double("indexes"), deadRows: try row.int("dead"))
    }

    /// Opens a transaction that prevents row versions from being vacuumed until its connection is closed.
    func holdHorizon() async throws -> PostgresConnection {
        let connection = try await database.connect()
        try await connection.execute(Statement(name: "hold", text: "BEGIN ISOLATION LEVEL REPEATABLE READ"))
        _ = try await connection.query(Statement(name: "hold", text: "SELECT count(*) FROM migration_status.run"))
        return connection
    }

    /// Chunks like those that the planner cuts by a numeric key.
    private static func table(chunks: Int) -> TablePlanRow {
        let target = QualifiedName(schema: "public", name: "visits")
        let spec = TableSpec(
            source: QualifiedName(schema: "main", name: "visits"), target: target, loadTable: target, mode: .append,
            select: "id", from: "visits", filter: nil,
            columns: [
                ColumnSpec(
                    source: "id", sourceType: .integer(bits: 64, signed: true), target: "id", targetType: .bigint)
            ],
            primaryKey: [], batch: BatchLimits(rows: 1000))
        let planned = (0..<chunks).map { index in
            let range = "id >= \(index * 100_000) AND id < \((index + 1) * 100_000)"
            return PlannedChunk(number: index + 1, predicate: range, range: range, expectedRows: 100_000)
        }
        return TablePlanRow(
            number: 1, epoch: 1, spec: spec, chunks: planned, maxAttempts: 3)
    }
}
