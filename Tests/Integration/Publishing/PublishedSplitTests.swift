import Model
import Postgres
import Receipts
import Statements
import TestKit
import Testing
import WorkQueue

@testable import Publishing

@Suite("Publishing a table with a split chunk")
struct PublishedSplitTests {
    /// Chunk 3 of three, with three rows.
    private static let halves = """
        [{"number": 8, "predicate": "a", "range": "a", "extent": {"upper": "5"}},
         {"number": 9, "predicate": "b", "range": "b", "extent": {"lower": "5"}}]
        """

    @Test("an interrupted split is finished, and the table is published when its halves are copied")
    func healed() async throws {
        let staged = try await Self.voided()
        #expect(try await staged.publish() == .notLoaded(open: 2))
        #expect(try await staged.planned.states() == "done 2, ready 2")
        #expect(try await staged.planned.runs.tables(staged.planned.run.id).map(\.state) == [.loading])
        try await staged.copy(chunk: 8, rows: 1)
        try await staged.copy(chunk: 9, rows: 2)
        #expect(try await staged.publish() == .published(rows: 6))
        #expect(try await staged.visible() == "1,2,8,9")
    }

    @Test("a chunk that is marked done but has a void receipt is split")
    func markedDone() async throws {
        let staged = try await Self.voided()
        try await staged.planned.database.execute("UPDATE migration_status.work SET state = 'done' WHERE chunk_no = 3")
        #expect(try await staged.publish() == .notLoaded(open: 2))
        #expect(try await staged.planned.states() == "done 2, ready 2")
    }

    @Test("with a pinned snapshot, the halves' row counts must add up to the plan's for the chunk")
    func missingRow() async throws {
        let staged = try await Self.voided()
        #expect(try await staged.publish() == .notLoaded(open: 2))
        // One row too few here and one too many in chunk 2, so the table's sum is right.
        try await staged.copy(chunk: 8, rows: 1)
        try await staged.copy(chunk: 9, rows: 1)
        try await staged.planned.target.execute(
            "INSERT INTO staging1 VALUES (2999, 2); UPDATE migration_receipt.receipt SET rows = 3 WHERE chunk_no = 2")
        let failure = await #expect(throws: Failure.self) {
            try await staged.publish(snapshot: .pinned("now"))
        }
        #expect(failure?.message.contains("3 rows in chunk 3, which was split, but 2 were copied") == true)
        #expect(try await staged.visible() == "old")
    }

    @Test("halves of halves count towards the planned chunk")
    func twice() async throws {
        let staged = try await Self.voided()
        #expect(try await staged.publish() == .notLoaded(open: 2))
        let key = ChunkKey(runID: staged.planned.run.id, tableNumber: 1, epoch: 1, chunkNumber: 9)
        let quarters = Self.halves.replacing(#""number": 8"#, with: #""number": 20"#)
            .replacing(#""number": 9"#, with: #""number": 21"#)
        try await Self.void(9, halves: quarters, staged)
        #expect(try await staged.planned.queue.split(key, into: [ChunkHalf](stored: quarters)))
        for (chunk, rows) in [(8, 1), (20, 0), (21, 2)] { try await staged.copy(chunk: chunk, rows: rows) }
        #expect(try await staged.publish(snapshot: .pinned("now")) == .published(rows: 6))
    }

    @Test(
        "a void receipt that the target has lost is written again; a chunk copied whole meanwhile is refused",
        arguments: [false, true])
    func lostVoid(isUnlogged: Bool) async throws {
        let staged = try await Self.voided(isUnlogged: isUnlogged)
        #expect(try await staged.publish() == .notLoaded(open: 2))
        let table = "migration_receipt.\(isUnlogged ? "unlogged_" : "")receipt"
        let written = "SELECT halves FROM \(table) WHERE chunk_no = 3"
        let before = try #require(try await staged.value(written))
        try await staged.planned.target.execute("DELETE FROM \(table) WHERE chunk_no = 3")
        #expect(try await staged.publish() == .notLoaded(open: 2))
        #expect(try await staged.value(written) == before)
        try await staged.planned.target.execute("DELETE FROM \(table) WHERE chunk_no = 3")
        try await staged.copy(chunk: 3)
        let failure = await #expect(throws: Failure.self) { try await staged.publish() }
        #expect(failure?.message.contains("copied whole all the same") == true)
    }

    /// A table whose chunks 1 and 2 are copied, while chunk 3 has a void receipt that the queue doesn't know of.
    private static func voided(
        isUnlogged: Bool = false, function: String = #function
    ) async throws -> StagedTable {
        let staged = try await StagedTable(chunks: 3, isUnlogged: isUnlogged, function: function)
        for chunk in 1...2 { try await staged.copy(chunk: chunk) }
        try await void(3, halves: halves, staged)
        return staged
    }

    private static func void(_ chunk: Int, halves: String, _ staged: StagedTable) async throws {
        let target = try await staged.planned.target.connect()
        try await target.execute(
            staged.isUnlogged ? SQL.insertUnloggedVoidReceipt : SQL.insertVoidReceipt,
            [
                .text(staged.planned.run.id.text), 1, 1, .int(chunk), 1, .text(RandomID().text), "unpinned",
                .text(halves),
            ])
        await target.close()
    }
}
