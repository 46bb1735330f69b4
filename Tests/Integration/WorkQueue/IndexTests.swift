import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

/// The generic plans that a server chooses for statements on the hot tables.
@Suite("Indexes of the statements on the hot tables")
struct IndexTests {
    private static let database = Task { try await filled() }

    @Test(
        "the plan uses the indexes that the statement's header names",
        arguments: [
            SQL.releaseChunk, SQL.giveBackChunk, SQL.retryChunk, SQL.heartbeat, SQL.endWorker,
            SQL.lostClaims, SQL.requeueLostClaim, SQL.requeueUnheldClaims, SQL.remainingWork, SQL.requeueChunks,
            SQL.claimedTokens, SQL.dropClaims, SQL.completeReceiptedChunk, SQL.requeueUnreceiptedChunk,
            SQL.workOfTable, SQL.loadedTables, SQL.workerStatus, SQL.splitChunk, SQL.splittableChunk, SQL.splitsOfTable,
        ])
    func usesItsIndexes(statement: Statement) async throws {
        let named = try #require(statement.text.firstMatch(of: /Index: ([a-z_, \n-]+)/)?.output.1)
        let indexes = named.matches(of: /[a-z_]{5,}/).map { String($0.output) }
        #expect(!indexes.isEmpty)
        let plan = try await Self.plan(of: statement)
        for index in indexes {
            #expect(plan.contains(index), "\(statement.name) doesn't use \(index):\n\(plan)")
        }
        #expect(!plan.contains(/Seq Scan on work( |$)/), "\(statement.name) reads the whole table:\n\(plan)")
    }

    @Test("a claim touches a handful of pages, however many chunks are waiting")
    func claimIsCheap() async throws {
        let database = try await Self.database.value
        let connection = try await database.connect()
        try await connection.begin()
        #expect(try await Self.pages(of: "claim_chunk\(Self.arguments)", on: connection) < 60)
        // It doesn't wait for the disk either.
        let commit = try await connection.query(Statement(name: "test", text: "SHOW synchronous_commit")).first
        #expect(try commit?.string("synchronous_commit") == "off")
        try await connection.rollback()
        await connection.close()
    }

    @Test("plans made while the queue was empty are equally good")
    func emptyQueue() async throws {
        let database = try await PostgresCluster.shared.database(function: "empty_queue")
        let connection = try await database.connect()
        try await SchemaMigration.control.apply(to: connection)
        try await connection.executeScript(Statement(name: "test", text: "VACUUM ANALYZE"))
        let finish = "finish_chunk('\(Self.run)', 1, 1, 1007, '\(Self.worker)', 1, 1, 1, 1, 1)"
        #expect(try await Self.rows(of: "claim_chunk\(Self.arguments)", on: connection) == 0)
        #expect(try await Self.rows(of: finish, on: connection) == 1)
        try await Self.fill(database, analyzed: false)
        #expect(try await Self.pages(of: "claim_chunk\(Self.arguments)", on: connection) < 60)
        #expect(try await Self.pages(of: finish, on: connection) < 60)
        await connection.close()
    }

    @Test("a finish touches a handful of pages, however many dead rows the vacuum horizon keeps")
    func finishIsCheap() async throws {
        let database = try await PostgresCluster.shared.database(function: "indexes_finish")
        let connection = try await database.connect()
        try await SchemaMigration.control.apply(to: connection)
        try await Self.fill(database)
        let work = "UPDATE migration_status.work SET state ="
        try await database.execute("\(work) 'done' WHERE state = 'claimed'; ANALYZE migration_status.work")
        let horizon = try await database.connect()
        let hold = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1"
        try await horizon.executeScript(Statement(name: "test", text: hold))
        try await database.execute("\(work) 'claimed' WHERE state = 'ready'")
        try await database.execute("\(work) 'done' WHERE state = 'claimed' AND chunk_no <> 1007")
        let finish = "finish_chunk('\(Self.run)', 1, 1, 1007, '\(Self.worker)', 1, 1, 1, 1, 1)"
        #expect(try await Self.pages(of: finish, on: connection) < 60)
        await connection.close()
        await horizon.close()
    }

    private static let worker = "00000000-0000-4000-8000-000000000001"
    private static let run = "00000000-0000-4000-8000-00000000000a"
    private static let arguments = "('\(run)', 0, '\(worker)', '\(worker)', 1, '2000-01-01')"

    /// The number of rows returned by a call of this function in `migration_status`.
    private static func rows(of call: String, on connection: PostgresConnection) async throws -> Int {
        try await connection.query(Statement(name: "test", text: "SELECT * FROM migration_status.\(call)")).count
    }

    /// The number of pages that a call touches once the session has its plans.
    ///
    /// The minimum of three calls, since an autoanalyze makes the next call plan again.
    private static func pages(of call: String, on connection: PostgresConnection) async throws -> Int {
        let explain = Statement(
            name: "test", text: "EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM migration_status.\(call)")
        var least = Int.max
        for _ in 1...3 {
            let plan = try await connection.query(explain).map { try $0.string("QUERY PLAN") }
            #expect(plan.contains { $0.contains(/rows=1(\.00)?\s/) })
            let pages = try #require(plan.first { $0.contains("shared hit=") }?.firstMatch(of: /hit=(\d+)/)?.output.1)
            least = min(least, try #require(Int(pages)))
        }
        return least
    }

    private static func plan(of statement: Statement) async throws -> String {
        let connection = try await database.value.connect()
        let count = Set(statement.text.matches(of: /\$\d+/).map { String($0.output) }).count
        let nulls = count == 0 ? "" : "(" + Array(repeating: "NULL", count: count).joined(separator: ", ") + ")"
        let explain = try await Statement(name: "test", text: "EXPLAIN EXECUTE \(statement.name)\(nulls)")
            .prepared(statement, on: connection)
        let plan = try await connection.query(explain).map { try $0.string("QUERY PLAN") }
        await connection.close()
        return plan.joined(separator: "\n")
    }

    private static func filled() async throws -> TestDatabase {
        let database = try await PostgresCluster.shared.database(function: "indexes")
        let connection = try await database.connect()
        try await SchemaMigration.control.apply(to: connection)
        await connection.close()
        try await fill(database)
        return database
    }

    /// 40,000 chunks of eight runs, most of them done, and 20,000 workers, few of them alive.
    private static func fill(_ database: TestDatabase, analyzed: Bool = true) async throws {
        try await database.execute(
            """
            SET search_path = migration_status;
            INSERT INTO run (run_id, name, config_identity, state, settings, source, snapshot, migration_version, planned_by)
            SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, n, 'config ' || n, 'active', '{}', 's', 'unpinned', '1', 'p'
              FROM unnest('{a,b,c,d,e,f,1,2}'::text[]) n;
            INSERT INTO run_table (run_id, table_no, epoch, source_table, target_schema, target_table, mode, state, max_attempts, total_chunks)
            SELECT run_id, t, 1, 's' || t, 'public', 't' || t, 'append', 'loading', 5, 1250
              FROM run, generate_series(1, 4) t;
            INSERT INTO chunk SELECT run_id, table_no, 1, c, 'p', 'r', 1, CASE WHEN c > 1248 THEN 1 END
              FROM run_table, generate_series(1, 1250) c;
            INSERT INTO worker (worker_id, config_identity, host, pid, slots, version, state, lease_until)
            SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'config a', 'h', n, 4, '1',
                   CASE WHEN n <= 50 THEN 'alive' ELSE 'gone' END, clock_timestamp() + interval '1 h'
              FROM generate_series(1, 20000) n;
            INSERT INTO work (run_id, table_no, epoch, chunk_no, state, worker_id, claim_token, backend_pid, backend_start)
            SELECT run_id, table_no, epoch, chunk_no,
                   (CASE WHEN chunk_no % 100 = 0 THEN 'claimed' WHEN chunk_no % 500 = 1 THEN 'failed'
                         WHEN chunk_no > 1000 THEN 'ready' ELSE 'done' END)::work_state,
                   ('00000000-0000-4000-8000-' || lpad((chunk_no % 50 + 1)::text, 12, '0'))::uuid, gen_random_uuid(), 1,
                   '2000-01-01'
              FROM chunk ORDER BY chunk_no;
            INSERT INTO attempt (run_id, table_no, epoch, chunk_no, attempt, outcome)
            SELECT run_id, table_no, epoch, chunk_no, 1, 'done' FROM chunk;
            """)
        guard analyzed else { return }
        let settled = try await database.connect()
        try await settled.executeScript(Statement(name: "test", text: "VACUUM ANALYZE"))
        await settled.close()
    }
}

extension Statement {
    /// This statement, after `other` was prepared under its name with a generic plan.
    fileprivate func prepared(_ other: Statement, on connection: PostgresConnection) async throws -> Statement {
        try await connection.execute(Statement(name: "test", text: "SET plan_cache_mode = force_generic_plan"))
        try await connection.executeScript(Statement(name: "test", text: "PREPARE \(other.name) AS \(other.text)"))
        return self
    }
}
