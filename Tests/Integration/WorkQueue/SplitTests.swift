import Model
import Postgres
import Statements
import TestKit
import Testing
import Transfer
import WorkQueue

@Suite("Splitting a chunk")
struct SplitTests {
    private static let halves = [
        ChunkHalf(number: 5, predicate: "id < 5", range: "first", extent: ChunkExtent(upper: "5")),
        ChunkHalf(
            number: 6, predicate: "id >= 5", range: "second", extent: ChunkExtent(lower: "5", bucket: 1, buckets: 4)),
    ]

    @Test("the void receipt refuses every attempt, and the halves take the chunk's place", arguments: [false, true])
    func split(separateTarget: Bool) async throws {
        let planned = try await PlannedRun(tables: [2], separateTarget: separateTarget)
        try await Self.fence(planned)
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        let target = try await planned.target.connect()
        let stored = try #require(try await planned.queue.splittable(chunk.key))
        #expect(stored.predicate == chunk.predicate && stored.planned == 2 && stored.timesOverdue == 0)

        let halves = try #require(try await Self.void(chunk, on: target).voided)
        #expect(try await Self.void(chunk, on: target).voided != nil)
        try await Self.expectRefused(chunk, on: target)
        // The first call splits the chunk.
        #expect(try await planned.queue.split(chunk.key, into: halves))
        #expect(try await planned.queue.split(chunk.key, into: halves) == false)
        #expect(try await planned.queue.finish(chunk, CopiedChunk(rows: 1, bytes: 1)) == false)
        #expect(try await planned.queue.release(worker: worker, token: chunk.token) == false)

        #expect(try await planned.outcomes() == "split")
        #expect(try await planned.states() == "ready 3")
        let table = try #require(try await planned.runs.status(planned.run.id).tables.first)
        #expect(table.total == 3 && table.ready == 3 && table.expectedRows == 3)
        let chunks = try await planned.runs.chunks(planned.run.id, state: .pending, table: nil)
        #expect(chunks.map(\.number) == [2, 5, 6])
        #expect(chunks.map(\.range).suffix(2) == ["first", "second"])
        #expect(chunks.map(\.expectedRows) == [2, nil, nil])
        let claims = [
            try await planned.claimed(worker), try await planned.claimed(worker), try await planned.claimed(worker),
        ]
        #expect(claims.map(\.key.chunkNumber) == [2, 5, 6])
        #expect(claims.map(\.attempt) == [1, 1, 1])
        #expect(claims.map(\.predicate).suffix(2) == ["id < 5", "id >= 5"])
        #expect(claims.map(\.expectedRows) == [2, nil, nil])
        let half = try #require(try await planned.queue.splittable(claims[2].key))
        #expect(half.extent == Self.halves[1].extent && half.planned == 2)
        await target.close()
    }

    @Test("a chunk with a receipt can't be split, nor can one whose table has another owner")
    func refused() async throws {
        let planned = try await PlannedRun(tables: [2])
        let worker = try await planned.worker()
        let (copied, fenced) = (try await planned.claimed(worker), try await planned.claimed(worker))
        let target = try await planned.target.connect()
        #expect(try await Self.void(fenced, on: target) == .fenced)
        try await Self.fence(planned)
        try await target.execute(SQL.insertReceipt, Self.receipt(copied))
        #expect(try await Self.void(copied, on: target) == .stands(.copied(CopiedChunk(rows: 3, bytes: 4))))
        try await planned.target.execute("UPDATE migration_receipt.table_fence SET epoch = 2")
        #expect(try await Self.void(fenced, on: target) == .fenced)
        #expect(try await planned.value("SELECT count(*) FROM migration_receipt.receipt") == "1")
        await target.close()
    }

    @Test(
        "if an attempt commits and the chunk is split at the same time, the first one stands", arguments: [true, false])
    func race(attemptCommits: Bool) async throws {
        let planned = try await PlannedRun(tables: [1])
        try await Self.fence(planned)
        let chunk = try await planned.claimed(try await planned.worker())
        let (copying, splitting) = (try await planned.target.connect(), try await planned.target.connect())
        try await copying.begin()
        try await copying.execute(SQL.insertReceipt, Self.receipt(chunk))
        async let split = Self.void(chunk, on: splitting)
        try await planned.waits(splitting)
        if attemptCommits { try await copying.commit() } else { try await copying.rollback() }
        let outcome = try await split
        if attemptCommits {
            #expect(outcome == .stands(.copied(CopiedChunk(rows: 3, bytes: 4))))
        } else {
            #expect(outcome.voided != nil)
            try await Self.expectRefused(chunk, on: copying)
        }
        await copying.close()
        await splitting.close()
    }

    @Test("the reaper queues the halves of a chunk whose worker died during the split", arguments: [false, true])
    func reaped(separateTarget: Bool) async throws {
        let planned = try await PlannedRun(tables: [1], separateTarget: separateTarget)
        try await Self.fence(planned)
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        let target = try await planned.target.connect()
        _ = try await Self.void(chunk, on: target)
        try await planned.expire(worker)
        let reaper = Reaper(queue: planned.queue, targetOptions: planned.target.options())
        #expect(try await reaper.reap().isEmpty)
        #expect(try await planned.states() == "ready 2")
        #expect(try await planned.outcomes() == "split")
        await reaper.close()
        await target.close()
    }

    @Test("a release at a deadline costs no attempt, is counted, and records why the chunk wasn't split")
    func overdue() async throws {
        let planned = try await PlannedRun(tables: [1])
        let worker = try await planned.worker()
        let chunk = try await planned.claimed(worker)
        #expect(try await planned.queue.releaseOverdue(chunk, error: "too large"))
        #expect(try await planned.queue.releaseOverdue(chunk, error: nil) == false)
        #expect(try await planned.queue.splittable(chunk.key)?.timesOverdue == 1)
        #expect(try await planned.outcomes() == "overdue")
        #expect(
            try await planned.runs.chunks(planned.run.id, state: nil, table: nil).first?.error == "too large")
        #expect(try await planned.claimed(worker).attempt == 1)
    }

    @Test("receipts of the previous version are kept, and are not void")
    func upgraded() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        try await connection.executeScript(SQL.createTargetSchema)
        try await connection.executeScript(try #require(Migrations.target.first))
        try await connection.execute(SQL.recordTargetVersion, [1, "0.1.0"])
        let run = RandomID().text
        try await database.execute(
            "INSERT INTO migration_receipt.receipt (run_id, table_no, epoch, chunk_no, rows, bytes, attempt, worker_id, "
                + "snapshot) VALUES ('\(run)', 1, 1, 1, 3, 4, 1, '\(run)', 'unpinned')")
        try await SchemaMigration.target.apply(to: connection)
        let receipt = try #require(try await connection.query(SQL.readReceipt, [.text(run), 1, 1, 1]).first)
        #expect(try receipt.int("rows") == 3)
        #expect(try receipt.optionalString("halves") == nil)
        await connection.close()
    }

    private static func fence(_ planned: PlannedRun) async throws {
        let target = try await planned.target.connect()
        try await target.execute(
            SQL.takeFence, ["public", "visits1", .text(planned.run.id.text), "first", "tester", 1])
        await target.close()
    }

    private static func void(
        _ chunk: ClaimedChunk, on target: PostgresConnection
    ) async throws -> VoidReceipt.Outcome {
        let table = QualifiedName(schema: "public", name: "visits1")
        return try await VoidReceipt(chunk, halves: halves, target: table, snapshot: .unpinned).write(on: target)
    }

    private static func receipt(_ chunk: ClaimedChunk) -> [PostgresValue] {
        [
            .text(chunk.key.runID.text), 1, 1, .int(chunk.key.chunkNumber), 3, 4, 1, .text(chunk.workerID.text),
            "unpinned",
        ]
    }

    private static func expectRefused(_ chunk: ClaimedChunk, on target: PostgresConnection) async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await target.execute(SQL.insertReceipt, receipt(chunk))
        }
        #expect(error?.sqlState == "23505")
    }
}

extension VoidReceipt.Outcome {
    /// The halves, if the chunk is split.
    fileprivate var voided: [ChunkHalf]? {
        if case .stands(.void(let halves)) = self { halves } else { nil }
    }
}
