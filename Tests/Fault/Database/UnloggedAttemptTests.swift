import Model
import Postgres
import Statements
import TestKit
import Testing
import Transfer
import WorkQueue

@testable import Publishing

@Suite("Attempts at a table while it is made logged")
struct UnloggedAttemptTests {
    @Test("an attempt whose COPY begins after the receipts have moved leaves nothing")
    func late() async throws {
        let ground = try await Self.unloggedTable()
        let (holder, zombie) = (try await ground.connect(), try await ground.connect())
        try await holder.begin()
        try await holder.execute(Self.statement("LOCK TABLE staging IN ACCESS EXCLUSIVE MODE"))
        // The attempt finds no receipt, and then waits to begin its COPY.
        let transfer = HeldTransfer(Self.chunk, spec: Self.spec, writer: 1, target: zombie)
        let pid = zombie.backendPID
        try await eventually("the attempt waits for the table") {
            try await ground.rows("SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event_type = 'Lock'")
                .count == 1
        }
        // Meanwhile another attempt wins, and the table is made logged.
        try await holder.execute(Self.statement("INSERT INTO staging SELECT 1, n, 2 FROM generate_series(1, 3) n"))
        try await holder.execute(SQL.insertUnloggedReceipt, Self.key + [3, 9, 2, .text(RandomID().text), "unpinned"])
        try await holder.execute(Self.statement("ALTER TABLE staging SET LOGGED"))
        try await holder.execute(SQL.logReceipts, Array(Self.key.prefix(3)))
        try await holder.execute(SQL.recordUnlogged, ["public", "visits", .text(Self.run.text), false])
        try await holder.commit()
        #expect(await transfer.isWaiting())
        let outcome = await transfer.end(.go)
        #expect(try outcome.get().rows == 3)
        #expect(try await ground.rows("SELECT writer, count(*) FROM staging GROUP BY 1") == ["2|3"])
        #expect(try await ground.rows("SELECT chunk_no, attempt FROM migration_receipt.receipt") == ["1|2"])
        #expect(try await ground.rows("SELECT chunk_no FROM migration_receipt.unlogged_receipt").isEmpty)
        await holder.close()
        await zombie.close()
    }

    @Test("making the table logged waits for an attempt that has begun its COPY, and moves its receipt once")
    func early() async throws {
        let ground = try await Self.unloggedTable()
        let (publishing, copying) = (try await ground.connect(), try await ground.connect())
        let load = try await Self.load(in: ground)
        let transfer = HeldTransfer(Self.chunk, spec: Self.spec, writer: 1, target: copying)
        #expect(await transfer.isWaiting())
        let error = await #expect(throws: PostgresError.self) { try await load.makeLogged(on: publishing) }
        #expect(error?.sqlState == "55P03")
        #expect(try await transfer.end(.go).get().rows == 3)
        #expect(try await ground.rows("SELECT chunk_no FROM migration_receipt.unlogged_receipt") == ["1"])
        #expect(try await load.makeLogged(on: publishing))
        #expect(try await load.makeLogged(on: publishing) == false)
        #expect(try await ground.rows("SELECT chunk_no FROM migration_receipt.unlogged_receipt").isEmpty)
        #expect(try await ground.rows("SELECT chunk_no, rows FROM migration_receipt.receipt") == ["1|3"])
        #expect(try await ground.rows("SELECT relpersistence FROM pg_class WHERE relname = 'staging'") == ["p"])
        await publishing.close()
        await copying.close()
    }

    @Test("a coordinator of an earlier epoch can't make a table logged")
    func earlierEpoch() async throws {
        let ground = try await Self.unloggedTable()
        try await ground.execute("UPDATE migration_receipt.table_fence SET epoch = 2")
        let connection = try await ground.connect()
        let load = try await Self.load(in: ground)
        await #expect(throws: Failure.self) { try await load.makeLogged(on: connection) }
        #expect(try await ground.rows("SELECT relpersistence FROM pg_class WHERE relname = 'staging'") == ["u"])
        await connection.close()
    }

    /// The load as the coordinator that leads the run makes it logged.
    private static func load(in ground: TestDatabase) async throws -> UnloggedLoad {
        let runs = Runs(database: ControlDatabase(options: ground.options()))
        try await SchemaMigration.control.apply(to: runs.database.connected())
        var planned = NewRun(
            name: "first", configIdentity: "config", settings: "{}", source: "a source", snapshot: .unpinned,
            migrationVersion: "1")
        planned.id = run
        let term = try #require(try await runs.create(planned, coordinator: CoordinatorIdentity(who: "tester")))
        return UnloggedLoad(
            loadTable: spec.loadTable, table: LedTable(name: spec.target, number: 1, epoch: 1, term: term, runs: runs))
    }

    private static let run = RandomID()
    private static let key: [PostgresValue] = [.text(run.text), 1, 1, 1]
    private static let spec = TableSpec(
        source: QualifiedName(schema: "main", name: "visits"), target: QualifiedName(schema: "public", name: "visits"),
        loadTable: QualifiedName(schema: "public", name: "staging"), mode: .replace, select: "chunk, number, writer",
        from: "visits", filter: nil,
        columns: ["chunk", "number", "writer"].map { name in
            ColumnSpec(source: name, sourceType: .integer(bits: 64, signed: true), target: name, targetType: .bigint)
        },
        primaryKey: [], batch: BatchLimits(rows: 1000))
    private static let chunk = ClaimedChunk(
        key: ChunkKey(runID: run, tableNumber: 1, epoch: 1, chunkNumber: 1), workerID: RandomID(), token: RandomID(),
        attempt: 1, queuePosition: 1, predicate: "number >= '1'::bigint AND number < '4'::bigint", range: "1 to 4",
        expectedRows: 3)

    /// A database with an unlogged load table that the run owns.
    private static func unloggedTable(function: String = #function) async throws -> TestDatabase {
        let database = try await PostgresCluster.shared.database(function: function)
        let connection = try await database.connect()
        try await SchemaMigration.target.apply(to: connection)
        try await connection.execute(
            statement("CREATE UNLOGGED TABLE staging (chunk bigint, number bigint, writer bigint)"))
        try await connection.execute(SQL.takeFence, ["public", "visits", .text(run.text), "first", "tester", 1])
        try await connection.execute(SQL.recordUnlogged, ["public", "visits", .text(run.text), true])
        await connection.close()
        return database
    }

    private static func statement(_ text: String) -> Statement {
        Statement(name: "test", text: text)
    }
}
