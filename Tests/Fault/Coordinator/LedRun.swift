import FaultPoints
import Model
import Postgres
import TestKit
import Testing

/// A migration of one PostgreSQL table whose coordinators have short leads.
struct LedRun: Sendable {
    /// How the source is read: pinned to a snapshot that ends with its coordinator, or unpinned.
    enum Way: String, CaseIterable, Sendable {
        case odbc, native
    }

    enum Phase: String, CaseIterable, Sendable {
        case counting, loading, publishing
    }

    /// The progress of a coordinator.
    enum Progress: Sendable, Equatable {
        case counting
        case at(FaultPoint)
    }

    /// How long a lead lasts, in seconds.
    static let lead = 4

    let migration: TestMigration

    init(_ way: Way, function: String = #function) async throws {
        let origin = try await TestSource.postgres(function: "source_\(function)")
        try await origin.run(
            """
            CREATE TABLE visits AS SELECT i * 3 AS id, i % 50 AS agent, CASE WHEN i % 7 > 0 THEN 'visit ' || i END AS note
              FROM generate_series(1, 4000) i;
            ALTER TABLE visits ADD PRIMARY KEY (id); ANALYZE visits;
            """)
        migration = try TestMigration(
            from: way == .odbc ? origin : origin.native, tables: "  - {source: public.visits, target: moved.visits}",
            defaults: "  threads: 2\n  chunk_rows: 500\n  batch_rows: 200",
            target: try await PostgresCluster.shared.database(function: function),
            control: try await PostgresCluster.shared.database(function: "control_\(function)"))
    }

    private var environment: [String: String] {
        isLong ? [:] : [FaultPoint.leadVariable: "\(Self.lead)"]
    }

    func start(_ faults: PlannedFaults?) throws -> Program {
        try migration.start(
            "snowmelt", "run", "--workers", "1", "--progress", "none",
            environment: environment.merging(faults?.environment ?? [:]) { $1 })
    }

    func run() async throws -> Program.Ending {
        try await migration.snowmelt("run", "--workers", "1", "--progress", "none", environment: environment)
    }

    /// Locks the source's table, so that nobody can count its rows until this transaction ends.
    func lockSource() async throws -> PostgresConnection {
        try await lock("public.visits", "ACCESS EXCLUSIVE", in: try #require(migration.origin.database))
    }

    /// Locks the table that chunks are loaded into.
    func lockStaging(_ mode: String) async throws -> PostgresConnection {
        let name = try await migration.targetRows(Self.staging)
        return try await lock(try #require(name.first), mode, in: migration.target)
    }

    private static let staging =
        #"SELECT oid::regclass FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%\_1' AND relkind = 'r'"#

    private func lock(_ table: String, _ mode: String, in database: TestDatabase) async throws -> PostgresConnection {
        let connection = try await database.connect()
        try await connection.begin()
        try await connection.execute(Statement(name: "lock", text: "LOCK TABLE \(table) IN \(mode) MODE"))
        return connection
    }

    /// Returns once the coordinator, or its worker, waits for the lock that the test has taken.
    func waits(_ phase: Phase) async throws {
        guard phase != .counting else { return try await isCounted(by: 1) }
        try await eventually("\(phase) waits") {
            try await migration.number(
                """
                SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IN (\(Self.staging))
                """) > 0
        }
    }

    /// Returns once this many sessions wait to read the source.
    func isCounted(by sessions: Int) async throws {
        let source = try #require(migration.origin.database)
        try await eventually("the source is asked to count") {
            try await migration.number(
                """
                SELECT count(*) FROM pg_locks
                 WHERE NOT granted AND relation = 'public.visits'::regclass
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """, in: source) >= sessions
        }
    }

    /// Returns once the run is this many seconds older.
    func goesOn(for seconds: Int) async throws {
        let age = "SELECT extract(epoch FROM clock_timestamp()) FROM migration_status.run"
        let start = try await migration.number(age, in: migration.control)
        try await eventually("the run goes on for a while", within: .seconds(seconds + 60)) {
            try await migration.number(age, in: migration.control) >= start + seconds
        }
    }

    func leadLapses() async throws {
        try await eventually("the lead lapses") {
            try await migration.number(
                "SELECT count(*) FROM migration_status.run WHERE coordinator_until > clock_timestamp()",
                in: migration.control) == 0
        }
    }

    /// Expects every row exactly once, and no leftovers.
    func expectEnd(epoch: Int? = nil) async throws {
        let whole = TableComparison(
            "visits", source: "SELECT * FROM visits", target: "SELECT * FROM moved.visits")
        try await oracle(migration, tables: [whole])
        if let epoch {
            #expect(try await migration.number("SELECT max(epoch) FROM migration_receipt.receipt") == epoch)
        }
        let left = try await migration.targetRows(Self.staging)
        #expect(left.isEmpty, "\(left)")
    }
}
