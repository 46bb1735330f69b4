import Failures
import Model
import Postgres
import Testing
import WorkQueue

@Suite("The stored plan of a table")
struct TableSpecJSONTests {
    private static let statement = Statement(name: "table_spec", text: "")
    private static let spec = TableSpec(
        source: QualifiedName(schema: nil, name: "a \"b\" / ü"), target: QualifiedName(schema: "s", name: "t"),
        loadTable: QualifiedName(schema: "s", name: "t_1"), mode: .replace, select: "a, 'x'", from: "f",
        filter: "a <> 'secret'",
        columns: [
            ColumnSpec(
                source: "a", sourceType: .decimal(precision: nil, scale: 2), target: "a",
                targetType: .numeric(precision: 38, scale: 2)),
            ColumnSpec(
                source: "b", sourceType: .other(name: "VARIANT"), target: "b", targetType: .textual(name: "citext")),
            ColumnSpec(
                source: "c", sourceType: .integer(bits: 8, signed: false), target: "c",
                targetType: .varchar(length: nil)),
        ],
        primaryKey: ["a", "b"], batchRows: 25_000, maxAttempts: 5)

    @Test("it comes back as it was stored")
    func roundTrip() throws {
        #expect(try decodeSpec(try encodeSpec(Self.spec), statement: Self.statement) == Self.spec)
        var bare = Self.spec
        bare.filter = nil
        bare.columns = []
        #expect(try decodeSpec(try encodeSpec(bare), statement: Self.statement) == bare)
    }

    @Test("the same spec is always the same text, with the name that the queue's statements look for")
    func text() throws {
        let text = try encodeSpec(Self.spec)
        #expect(try encodeSpec(Self.spec) == text)
        #expect(text.contains(#""maxAttempts":5"#))
    }

    @Test(
        "what can't be read is refused with a way out, and without its content",
        arguments: ["", "{}", "[1]", #"{"filter": "a <> 'secret'"}"#, "nonsense"])
    func garbage(text: String) {
        let error = #expect(throws: PostgresError.self) { try decodeSpec(text, statement: Self.statement) }
        #expect(error?.kind == .value)
        #expect(error?.disposition == .permanent)
        #expect(error?.description.contains("another version") == true)
        #expect(error?.description.contains("secret") == false)
    }
}
