import Model
import RowSource
import Testing

@Suite("Halving a chunk")
struct ChunkHalvingTests {
    private static let key = SourceColumn.plain("k")

    private static func halves(
        _ extent: ChunkExtent, cut: ChunkCut? = ChunkCut(column: key, lowest: "0", highest: "100", nullsAreFirst: true),
        predicate: String? = "p", range: String = "r", number: Int = 3, planned: Int = 10,
        dialect: PlainDialect = PlainDialect()
    ) throws -> [ChunkHalf] {
        try ChunkHalving(cut: cut, dialect: dialect).halves(
            of: SplittableChunk(
                number: number, predicate: predicate, range: range, extent: extent, planned: planned, timesOverdue: 0))
    }

    @Test("a range is cut in its middle, half-open, and the halves can be cut again")
    func range() throws {
        let halves = try Self.halves(ChunkExtent(lower: "10", upper: "20"))
        #expect(
            halves == [
                ChunkHalf(
                    number: 15, predicate: #""k" >= 10 AND "k" < 15"#, range: "k >= 10 AND k < 15",
                    extent: ChunkExtent(lower: "10", upper: "15")),
                ChunkHalf(
                    number: 16, predicate: #""k" >= 15 AND "k" < 20"#, range: "k >= 15 AND k < 20",
                    extent: ChunkExtent(lower: "15", upper: "20")),
            ])
        let quarters = try Self.halves(halves[1].extent, number: halves[1].number)
        #expect(quarters.map(\.range) == ["k >= 15 AND k < 17", "k >= 17 AND k < 20"])
        #expect(quarters.map(\.number) == [41, 42])
    }

    @Test("an outer range stays open and keeps its NULLs; the plan's extreme keys determine its middle")
    func openRanges() throws {
        let first = try Self.halves(ChunkExtent(upper: "20"))
        #expect(first.map(\.predicate) == [#"("k" < 10 OR "k" IS NULL)"#, #""k" >= 10 AND "k" < 20"#])
        #expect(first.map(\.extent) == [ChunkExtent(upper: "10"), ChunkExtent(lower: "10", upper: "20")])
        let last = try Self.halves(ChunkExtent(lower: "50"))
        #expect(last.map(\.predicate) == [#""k" >= 50 AND "k" < 75"#, #""k" >= 75"#])
        let apart = ChunkCut(column: Self.key, lowest: "0", highest: "100", nullsAreFirst: false)
        #expect(try Self.halves(ChunkExtent(upper: "20"), cut: apart).map(\.predicate).first == #""k" < 10"#)
    }

    @Test("bucket k of n becomes k and k + n of 2n, within its range, and no row is lost in between")
    func buckets() throws {
        let halves = try Self.halves(
            ChunkExtent(lower: "7", upper: "8", bucket: 1, buckets: 3), predicate: "RANGE AND (BUCKET(3)) = 1",
            range: "k >= 7 AND k < 8, hash 2/3")
        #expect(
            halves.map(\.predicate) == [
                "(RANGE AND (BUCKET(3)) = 1) AND (BUCKET(6)) = 1", "(RANGE AND (BUCKET(3)) = 1) AND (BUCKET(6)) <> 1",
            ])
        #expect(halves.map(\.range) == ["k >= 7 AND k < 8, hash 2/6", "k >= 7 AND k < 8, hash 5/6"])
        #expect(halves.map(\.extent.bucket) == [1, 4])
        #expect(halves.allSatisfy { $0.extent.buckets == 6 && $0.extent.lower == "7" })
    }

    @Test(
        "a chunk that can't be split is reported with the reason",
        arguments: [
            (ChunkExtent(), "isn't a range"), (ChunkExtent(lower: "10", upper: "11"), "no key in the middle"),
            (ChunkExtent(lower: "a", upper: "z"), "no key in the middle"),
            (ChunkExtent(lower: "100"), "no key in the middle"),
        ])
    func impossible(extent: ChunkExtent, reason: String) {
        let error = #expect(throws: ChunkHalving.Impossible.self) { try Self.halves(extent) }
        #expect(error?.description.contains(reason) == true)
    }

    @Test("a table planned as one chunk, an open range of unknown keys, and rows that can't be hashed can't be split")
    func impossibleTables() {
        func reason(_ body: () throws -> [ChunkHalf]) -> String {
            #expect(throws: ChunkHalving.Impossible.self) { try body() }?.description ?? ""
        }
        let range = ChunkExtent(lower: "10", upper: "20")
        #expect(reason { try Self.halves(range, cut: nil) }.contains("is one chunk"))
        let unknown = ChunkCut(column: Self.key)
        #expect(reason { try Self.halves(ChunkExtent(lower: "10"), cut: unknown) }.contains("no lowest or highest key"))
        #expect(reason { try Self.halves(ChunkExtent(upper: "10"), cut: unknown) }.contains("no lowest or highest key"))
        let bucket = ChunkExtent(bucket: 0, buckets: 2)
        #expect(reason { try Self.halves(bucket, dialect: PlainDialect(hasHash: false)) }.contains("can't be divided"))
        #expect(reason { try Self.halves(range, number: 1 << 30, planned: 1 << 30) }.contains("too often"))
    }

    @Test("no two chunks get the same number, however often they are split")
    func numbers() {
        let planned = 5
        var all = Set(1...planned)
        var generation = Array(1...planned)
        for _ in 0..<6 {
            generation = generation.flatMap { parent in
                let numbers = ChunkHalf.numbers(parent: parent, planned: planned)
                return numbers.map { [$0.first, $0.second] } ?? []
            }
            for number in generation { #expect(all.insert(number).inserted) }
        }
        #expect(all.count == planned * 127)
    }
}
