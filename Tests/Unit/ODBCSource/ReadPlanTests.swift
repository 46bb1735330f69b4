import Model
import RowSource
import Testing

@testable import ODBCSource

@Suite("The size of blocks")
struct ReadPlanTests {
    private func plan(
        _ types: [SourceType], grown: [Int: Int] = [:], inPieces: Bool = false, batchBytes: Int = 2 << 20
    ) -> ReadPlan {
        let columns = types.map { ("c", $0, ColumnReading($0, nil, PostgreSQLDialect.odbcTraits, valueText: .utf8)) }
        return ReadPlan(
            columns: columns, grown: grown, inPieces: inPieces,
            batch: BatchLimits(rows: 10_000, bytes: batchBytes))
    }

    @Test("a text declared with 16 million characters gets a modest slot")
    func absurdLength() {
        #expect(plan([.text(length: 16_777_216)]).columns[0].slot <= 1 << 13)
        #expect(plan([.text(length: 16_777_216)]).rows > 100)
        #expect(plan([.text(length: 10)]).columns[0].slot == 48)
    }

    @Test("a block stays within its bytes, even with a thousand texts")
    func budget() {
        let plan = plan(Array(repeating: .text(length: nil), count: 1000))
        #expect(plan.rows * plan.columns.reduce(0) { $0 + $1.slot + 8 } <= 2 << 20)
        #expect(plan.rows >= ReadPlan.fewestRows)
        #expect(!plan.inPieces)
    }

    @Test("a value of a known length fits afterwards, with its terminator and a margin")
    func grown() {
        for seen in [1000, 1500, 4095, 60_000] {
            let plan = plan([.text(length: nil)], grown: [0: seen])
            #expect(plan.columns[0].capacity >= seen || plan.inPieces)
        }
    }

    @Test("values too long for any slot are read in pieces")
    func pieces() {
        #expect(plan([.text(length: nil)], grown: [0: 3_000_000]).inPieces)
        #expect(plan([.text(length: nil)], grown: [0: 3_000_000]).columns[0].slot == ReadPlan.widestSlot)
        #expect(!plan([.text(length: nil)], grown: [0: 5000]).inPieces)
    }

    @Test("after a truncated value, the next run reads in pieces, and the following one in blocks again")
    func memory() {
        var memory = WidthMemory()
        let (chunk, other) = ("SELECT a FROM t WHERE (id >= 5)", "SELECT a FROM t WHERE (id < 5)")
        memory.outgrown(chunk, by: [0: 2000])
        #expect(memory.inPieces(chunk) && memory.inPieces(other))
        memory.finished(other, longest: [0: 1900])
        #expect(!memory.inPieces(chunk) && !memory.inPieces(other))
        #expect(memory.grown(chunk) == [0: 2000])
        #expect(memory.grown("SELECT b FROM t") == [:])
    }
}
