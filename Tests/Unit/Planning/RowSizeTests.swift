import Model
import Planning
import RowSource
import Testing

@Suite("Bytes per row")
struct RowSizeTests {
    private func spec(_ columns: [(SourceType, TargetType)]) -> TableSpec {
        TableSpec(
            source: QualifiedName(schema: nil, name: "t"), target: QualifiedName(schema: "a", name: "t"),
            loadTable: QualifiedName(schema: "a", name: "t"), mode: .append, select: "*", from: "\"t\"",
            filter: "x > 1",
            columns: columns.enumerated().map {
                ColumnSpec(
                    source: "c\($0.offset)", sourceType: $0.element.0, target: "c\($0.offset)",
                    targetType: $0.element.1)
            }, primaryKey: [], batch: BatchLimits(rows: 1))
    }

    private let long = SourceType.text(length: nil)
    private let whole = SourceType.integer(bits: 64, signed: true)

    @Test("columns with a fixed size need no sample")
    func fixed() throws {
        let size = try #require(
            RowSize(spec([(whole, .bigint), (.boolean, .boolean), (.date, .date)]), dialect: PlainDialect()))
        #expect(size.query == nil)
        // Two bytes per row, four per field, and fields of eight, one and four bytes.
        #expect(size.bytes(sample: []) == 27)
    }

    @Test("the lengths of long columns are taken from a limited sample of the copied rows")
    func sampled() throws {
        let size = try #require(
            RowSize(spec([(whole, .bigint), (long, .text), (long, .text)]), dialect: PlainDialect()))
        #expect(
            size.query
                == #"SELECT COUNT(*), SUM(BYTES("c1")), SUM(BYTES("c2")) FROM (SELECT * FROM "t" WHERE (x > 1) LIMIT 500) sampled"#
        )
        #expect(size.bytes(sample: [["4", "100", "20.000"]]) == 52)
        #expect(size.bytes(sample: [["4", nil, "20"]]) == 27)
        #expect(size.bytes(sample: [["0", nil, nil]]) == 22)
    }

    @Test("the bytes stay unknown if the source can't return lengths or gives another answer")
    func unknown() throws {
        #expect(RowSize(spec([(long, .text)]), dialect: ANSIDialect(name: "Other")) == nil)
        #expect(RowSize(spec([(whole, .text)]), dialect: ANSIDialect(name: "Other"))?.bytes(sample: []) == 18)
        let size = try #require(RowSize(spec([(long, .text)]), dialect: PlainDialect()))
        #expect(size.bytes(sample: []) == nil)
        #expect(size.bytes(sample: [["4"]]) == nil)
        #expect(size.bytes(sample: [["four", "1"]]) == nil)
    }
}
