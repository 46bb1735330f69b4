import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@testable import Publishing

@Suite("Publishing a table")
struct TablePublisherTests {
    @Test(
        "a chunk without receipt is requeued, a receipt without done mark completes its chunk",
        arguments: [false, true])
    func reconcile(separateTarget: Bool) async throws {
        let staged = try await StagedTable(chunks: 4, separateTarget: separateTarget)
        let planned = staged.planned
        let worker = try await planned.worker()
        for number in 1...3 {
            let chunk = try await planned.claimed(worker)
            if number != 2 { try await staged.copy(chunk: number) }
            // 1: receipt and mark, 2: mark only, 3: receipt only, 4: neither.
            if number != 3 { try await planned.queue.finish(chunk, CopiedChunk(rows: number, bytes: 8)) }
        }
        #expect(try await staged.publish() == .notLoaded(open: 2))
        #expect(try await planned.states() == "done 2, ready 2")
        #expect(try await planned.runs.chunks(planned.run.id, state: .completed, table: nil).map(\.rows) == [1, 3])
        #expect(try await planned.runs.tables(planned.run.id).map(\.state) == [.loading])
        #expect(try await staged.visible() == "old")
        let pending = try await planned.runs.chunks(planned.run.id, state: .pending, table: nil)
        #expect(pending.map(\.number) == [2, 4])
        #expect(pending.map(\.rows) == [nil, nil])
        #expect(pending.first?.error == "marked done without a receipt")
    }

    @Test(
        "the new rows replace the old ones with key, grants and statistics, and the fence is released",
        arguments: [false, true])
    func publish(separateTarget: Bool) async throws {
        let staged = try await StagedTable(chunks: 3, separateTarget: separateTarget)
        let role = try await staged.planned.target.role(password: "secret")
        try await staged.planned.target.execute(
            """
            GRANT SELECT ON visits1 TO \(role.name); GRANT INSERT ON visits1 TO \(role.name) WITH GRANT OPTION;
            GRANT SELECT ON visits1 TO PUBLIC;
            """)
        try await staged.copyAll()
        #expect(try await staged.publish() == .published(rows: 6))
        #expect(try await staged.visible() == "1,2,3")
        #expect(
            try await staged.value(
                "SELECT string_agg(acl, ' ' ORDER BY acl) FROM (SELECT unnest(relacl)::text AS acl FROM pg_class "
                    + "WHERE relname = 'visits1') a WHERE acl NOT LIKE 'postgres=%'")
                == "=r/postgres \(role.name)=a*r/postgres")
        #expect(
            try await staged.value(
                "SELECT conname FROM pg_constraint WHERE contype = 'p' AND conrelid = 'visits1'::regclass")
                == "visits1_pkey")
        #expect(try await staged.value("SELECT to_regclass('staging1') IS NULL") == "true")
        #expect(try await staged.value("SELECT reltuples FROM pg_class WHERE relname = 'visits1'") == "6")
        #expect(try await staged.value("SELECT released_at IS NOT NULL FROM migration_receipt.table_fence") == "true")
        #expect(try await staged.planned.runs.completeIfDone(staged.planned.term))
    }

    @Test("publishing again changes nothing; a successor completes a killed coordinator's swap")
    func repeated() async throws {
        let staged = try await StagedTable(chunks: 2)
        try await staged.copyAll()
        try await staged.planned.target.execute("ALTER TABLE staging1 ADD CONSTRAINT staging1_pkey PRIMARY KEY (id)")
        let swap = TableSwap(spec: staged.spec, table: staged.led)
        let connection = try await staged.planned.target.connect()
        try await swap.perform(on: connection)
        let oid = try await staged.value("SELECT 'visits1'::regclass::oid")
        try await swap.perform(on: connection)
        #expect(try await staged.publish() == .published(rows: 3))
        #expect(try await staged.value("SELECT 'visits1'::regclass::oid") == oid)
        #expect(try await staged.planned.runs.tables(staged.planned.run.id).map(\.state) == [.completed])
        await connection.close()
    }

    @Test("rows without receipts keep a table from being published")
    func strangersRows() async throws {
        let staged = try await StagedTable(chunks: 2)
        try await staged.copyAll()
        try await staged.planned.target.execute("INSERT INTO staging1 VALUES (99, 99)")
        let failure = await #expect(throws: Failure.self) { try await staged.publish() }
        #expect(failure?.status == .refused)
        #expect(failure?.message.contains("holds 4 rows but the receipts prove 3") == true)
        #expect(try await staged.visible() == "old")
    }

    @Test("rows that are missing compared with plan and source keep a table from being published")
    func missingRows() async throws {
        let staged = try await StagedTable(chunks: 2)
        try await staged.copy(chunk: 1)
        try await staged.copy(chunk: 2, rows: 1)
        await #expect(throws: Failure.self) { try await staged.publish(sourceRows: 3) }
        #expect(try await staged.visible() == "old")
        #expect(try await staged.publish(sourceRows: 2) == .published(rows: 2))
    }

    @Test(
        "duplicates in a key that the source doesn't enforce prevent publishing; the error names the key, no values")
    func duplicateKeys() async throws {
        let staged = try await StagedTable(chunks: 2)
        try await staged.copyAll()
        try await staged.planned.target.execute("UPDATE staging1 SET id = 4711")
        let failure = await #expect(throws: Failure.self) { try await staged.publish() }
        #expect(failure?.message == "main.visits1: rows share the key (id)")
        #expect(failure.map { "\($0)" }?.contains("4711") == false)
        #expect(try await staged.visible() == "old")
    }

    @Test("a cancelled run publishes nothing")
    func cancelled() async throws {
        let staged = try await StagedTable(chunks: 1)
        try await staged.copyAll()
        let run = staged.planned.run.id
        let connection = try await staged.planned.target.connect()
        try await connection.execute(SQL.releaseFence, ["public", "visits1", .text(run.text)])
        let failure = await #expect(throws: Failure.self) {
            try await TableSwap(spec: staged.spec, table: staged.led).perform(on: connection)
        }
        #expect(failure?.status == .refused)
        #expect(try await staged.visible() == "old")
        let other: [PostgresValue] = ["public", "visits1", .text(RandomID().text), "second", "tester", 1]
        #expect(try await connection.query(SQL.takeFence, other).count == 1)
        await #expect(throws: Failure.self) {
            try await TableSwap(spec: staged.spec, table: staged.led).perform(on: connection)
        }
        #expect(try await staged.visible() == "old")
        await connection.close()
    }

    @Test("a coordinator that was replaced doesn't publish what its successor has begun to load")
    func earlierEpoch() async throws {
        let staged = try await StagedTable(chunks: 1)
        try await staged.copyAll()
        let run = staged.planned.run.id
        try await staged.planned.target.execute("ALTER TABLE staging1 ADD CONSTRAINT staging1_pkey PRIMARY KEY (id)")
        let connection = try await staged.planned.target.connect()
        try await connection.execute(SQL.takeFence, ["public", "visits1", .text(run.text), "first", "tester", 1])
        let failure = await #expect(throws: Failure.self) {
            try await TableSwap(spec: staged.spec, table: staged.led).perform(on: connection)
        }
        #expect(failure?.status == .refused)
        #expect(try await staged.visible() == "old")
        await connection.close()
    }

    @Test("a successor completes a swap even if another run has taken the table since")
    func takenSince() async throws {
        let staged = try await StagedTable(chunks: 2)
        try await staged.copyAll()
        try await staged.planned.target.execute("ALTER TABLE staging1 ADD CONSTRAINT staging1_pkey PRIMARY KEY (id)")
        let connection = try await staged.planned.target.connect()
        try await TableSwap(spec: staged.spec, table: staged.led).perform(on: connection)
        let other: [PostgresValue] = ["public", "visits1", .text(RandomID().text), "second", "tester", 1]
        #expect(try await connection.query(SQL.takeFence, other).count == 1)
        #expect(try await staged.publish() == .published(rows: 3))
        #expect(try await staged.planned.runs.completeIfDone(staged.planned.term))
        await connection.close()
    }

    @Test("a coordinator whose term has ended changes nothing in the target, at whatever step it is")
    func endedTerm() async throws {
        let staged = try await StagedTable(chunks: 1, isUnlogged: true)
        try await staged.copyAll()
        let planned = staged.planned
        let connection = try await planned.target.connect()
        let catalogue = """
            SELECT string_agg(c::text, ' ' ORDER BY c.oid) || (SELECT string_agg(f::text, ' ') FROM migration_receipt.table_fence f)
              FROM pg_class c WHERE relnamespace = 'public'::regnamespace
            """
        let before = try await staged.value(catalogue)
        try await planned.runs.leave(planned.term)
        let (spec, led) = (staged.spec, staged.led)
        let steps: [@Sendable () async throws -> Void] = [
            { _ = try await UnloggedLoad(loadTable: spec.loadTable, table: led).makeLogged(on: connection) },
            { try await TableSwap(spec: spec, table: led).perform(on: connection) },
            { try await led.shared(on: connection) { _ in } },
            { _ = try await staged.publish() },
        ]
        for step in steps {
            let failure = await #expect(throws: Failure.self) { try await step() }
            #expect(failure?.status == .refused)
            #expect(failure?.message.contains("another coordinator") == true)
        }
        #expect(try await staged.value(catalogue) == before)
        await connection.close()
    }

    @Test("readers see the old rows or the new ones, never none, never a mix and never an error")
    func readers() async throws {
        let staged = try await StagedTable(chunks: 3)
        try await staged.copyAll()
        let target = staged.planned.target
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let connection = try await target.connect()
                group.addTask {
                    var last = "old"
                    try await eventually("a reader sees the new rows") {
                        let seen = try await StagedTable.rows(on: connection)
                        #expect(seen == last || (last == "old" && seen == "1,2,3"))
                        last = seen ?? "nothing"
                        return last == "1,2,3"
                    }
                    await connection.close()
                }
            }
            group.addTask { _ = try await staged.publish() }
            try await group.waitForAll()
        }
    }

    @Test(
        "a reader that holds the old table makes the swap back off and retry, and others don't wait for long")
    func heldTable() async throws {
        let staged = try await StagedTable(chunks: 2)
        try await staged.copyAll()
        let reader = try await staged.planned.target.connect()
        try await reader.begin()
        #expect(try await StagedTable.rows(on: reader) == "old")
        let connection = try await staged.planned.target.connect()
        let error = await #expect(throws: PostgresError.self) {
            try await TableSwap(spec: staged.spec, table: staged.led).perform(on: connection)
        }
        #expect(error?.sqlState == "55P03")
        async let outcome = staged.publish()
        try await eventually("the swap waits for the reader") {
            try await staged.value(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'visits1'::regclass")
                == "1"
        }
        #expect(try await StagedTable.rows(on: reader) == "old")
        try await reader.commit()
        #expect(try await outcome == .published(rows: 3))
        #expect(try await staged.visible() == "1,2")
        await reader.close()
        await connection.close()
    }

    @Test("a view on the old table makes the swap fail, and everything stays as it was")
    func dependentView() async throws {
        let staged = try await StagedTable(chunks: 1)
        try await staged.copyAll()
        try await staged.planned.target.execute("CREATE VIEW onlookers AS SELECT * FROM visits1")
        let failure = await #expect(throws: Failure.self) { try await staged.publish() }
        #expect(failure?.status == .refused)
        #expect(try await staged.visible() == "old")
        #expect(try await staged.value("SELECT count(*) FROM staging1") == "1")
        try await staged.planned.target.execute("DROP VIEW onlookers")
        #expect(try await staged.publish() == .published(rows: 1))
    }
}
