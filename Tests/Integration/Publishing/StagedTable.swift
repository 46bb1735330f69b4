import Events
import Model
import Postgres
import Statements
import TestKit
import WorkQueue

@testable import Publishing

/// A planned run of one table in mode `replace`: `public.visits1` contains an old row, `staging1` waits for chunks.
///
/// Chunk `n` has `n` rows with `n` in column `chunk`.
struct StagedTable: Sendable {
    let planned: PlannedRun
    let spec: TableSpec
    let isUnlogged: Bool

    init(chunks: Int, separateTarget: Bool = false, isUnlogged: Bool = false, function: String = #function) async throws
    {
        planned = try await PlannedRun(
            tables: [chunks], mode: .replace, separateTarget: separateTarget, primaryKey: ["id"], function: function)
        spec = PlannedRun.table(1, chunks: chunks, mode: .replace, primaryKey: ["id"]).spec
        self.isUnlogged = isUnlogged
        try await planned.target.execute(
            """
            CREATE TABLE visits1 (id bigint, chunk int); INSERT INTO visits1 VALUES (-1, NULL);
            CREATE \(isUnlogged ? "UNLOGGED" : "") TABLE staging1 (id bigint, chunk int);
            """)
        let connection = try await planned.target.connect()
        try await connection.execute(
            SQL.takeFence, ["public", "visits1", .text(planned.run.id.text), "first", "tester", 1])
        try await connection.execute(
            SQL.recordUnlogged, ["public", "visits1", .text(planned.run.id.text), .bool(isUnlogged)])
        await connection.close()
    }

    /// Leaves a chunk's rows and its receipt in the target, in one transaction.
    func copy(chunk: Int, rows: Int? = nil) async throws {
        let rows = rows ?? chunk
        let connection = try await planned.target.connect()
        try await connection.begin()
        try await connection.execute(
            Statement(
                name: "test",
                text: "INSERT INTO staging1 SELECT $1::int * 1000 + n, $1::int FROM generate_series(1, $2::int) n"),
            [.int(chunk), .int(rows)])
        try await connection.execute(
            isUnlogged ? SQL.insertUnloggedReceipt : SQL.insertReceipt,
            [.text(planned.run.id.text), 1, 1, .int(chunk), .int(rows), 8, 1, .text(RandomID().text), "unpinned"])
        try await connection.commit()
        await connection.close()
    }

    /// Copies all chunks without telling the queue.
    func copyAll() async throws {
        for table in try await planned.runs.tables(planned.run.id) {
            let calls = QueuedChunks.calls(planned.run.id, table: table)
            let queued = try QueuedChunks(try await planned.control.connected().query(calls))
            for chunk in queued.chunks { try await copy(chunk: chunk.number) }
        }
    }

    /// Publishes the table on a new connection.
    ///
    /// - Parameter sourceRows: the source's current row count.
    func publish(sourceRows: Int = 0, snapshot: Snapshot = .unpinned) async throws -> TablePublisher.Outcome {
        let connection = try await planned.target.connect()
        let publisher = TablePublisher(
            term: planned.term, snapshot: snapshot, runs: planned.runs, queue: planned.queue, target: connection,
            events: Events([]), countSource: { _ in sourceRows })
        guard let table = try await planned.runs.tables(planned.run.id).first else {
            throw TestKitError("the run has no table")
        }
        let outcome = try await publisher.publish(table, among: .alone(table.number))
        await connection.close()
        return outcome
    }

    /// The table as seen by a coordinator that publishes it.
    var led: LedTable {
        LedTable(name: spec.target, number: 1, epoch: 1, term: planned.term, runs: planned.runs)
    }

    /// What readers see: `old`, or the numbers of the chunks with rows.
    func visible() async throws -> String? {
        let connection = try await planned.target.connect()
        let rows = try await Self.rows(on: connection)
        await connection.close()
        return rows
    }

    static func rows(on connection: PostgresConnection) async throws -> String? {
        let statement = Statement(
            name: "test",
            text:
                "SELECT string_agg(DISTINCT coalesce(chunk::text, 'old'), ',' ORDER BY coalesce(chunk::text, 'old')) AS seen "
                + "FROM visits1")
        return try await connection.query(statement).first?.optionalString("seen")
    }

    /// One text value from the target.
    func value(_ sql: String) async throws -> String? {
        let connection = try await planned.target.connect()
        let value = try await connection.query(Statement(name: "test", text: "SELECT (\(sql))::text AS value"))
            .first?.optionalString("value")
        await connection.close()
        return value
    }
}
