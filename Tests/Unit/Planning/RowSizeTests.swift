import Model
import Planning
import RowSource
import Testing

@Suite("Bytes a row")
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
            }, primaryKey: [], batchRows: 1)
    }

    private let long = SourceType.text(length: nil)
    private let whole = SourceType.integer(bits: 64, signed: true)

    @Test("columns of one size need no sample")
    func fixed() throws {
        let size = try #require(
            RowSize(spec([(whole, .bigint), (.boolean, .boolean), (.date, .date)]), dialect: PlainDialect()))
        #expect(size.query == nil)
        // Two a row, four a field, eight and one and four.
        #expect(size.bytes(sample: []) == 27)
    }

    @Test("the lengths of long columns come from a bounded sample of the rows that are copied")
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

    @Test("a source that can't tell lengths, or answers with something else, leaves the bytes unknown")
    func unknown() throws {
        #expect(RowSize(spec([(long, .text)]), dialect: ANSIDialect(name: "Other")) == nil)
        #expect(RowSize(spec([(whole, .text)]), dialect: ANSIDialect(name: "Other"))?.bytes(sample: []) == 18)
        let size = try #require(RowSize(spec([(long, .text)]), dialect: PlainDialect()))
        #expect(size.bytes(sample: []) == nil)
        #expect(size.bytes(sample: [["4"]]) == nil)
        #expect(size.bytes(sample: [["four", "1"]]) == nil)
    }
}
