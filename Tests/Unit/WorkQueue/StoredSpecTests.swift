import Failures
import Model
import Postgres
import Testing
import WorkQueue

@Suite("The stored plan of a table")
struct StoredSpecTests {
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
        primaryKey: ["a", "b"], batch: BatchLimits(rows: 25_000))

    @Test("it is read as it was stored")
    func roundTrip() throws {
        #expect(try StoredSpec.spec(try StoredSpec.text(of: Self.spec), version: StoredSpec.version) == Self.spec)
        var bare = Self.spec
        bare.filter = nil
        bare.columns = []
        #expect(try StoredSpec.spec(try StoredSpec.text(of: bare), version: StoredSpec.version) == bare)
    }

    @Test("every member is stored, the rows of a batch by the name that earlier releases gave them")
    func members() throws {
        var spec = Self.spec
        (spec.reading, spec.fence, spec.readsPresent, spec.holdsUserSQL) = ("a", " LIMIT -1", true, true)
        (spec.shape, spec.cut) = (.target, ChunkCut())
        spec.fingerprint = SourceFingerprint(identity: "a database")
        spec.computedColumns = ["c"]
        let members = Mirror(reflecting: spec).children
        let text = try StoredSpec.text(of: spec)
        for (name, value) in members {
            #expect(Mirror(reflecting: value).displayStyle != .optional || "\(value)" != "nil")
            #expect(text.contains("\"\(name == "batch" ? "batchRows" : name ?? "")\":"))
        }
        #expect(text.contains("\"batchRows\":25000"))
        #expect(try StoredSpec.spec(text, version: StoredSpec.version) == spec)
    }

    @Test("the same spec is always the same text")
    func text() throws {
        let text = try StoredSpec.text(of: Self.spec)
        #expect(try StoredSpec.text(of: Self.spec) == text)
    }

    @Test("a spec of an earlier version is read, one of a later version is refused")
    func versions() throws {
        let text = try StoredSpec.text(of: Self.spec)
        let first = "{\"maxAttempts\":5," + text.dropFirst()
        #expect(try StoredSpec.spec(first, version: 1) == Self.spec)
        for version in [0, StoredSpec.version + 1] {
            let error = #expect(throws: PostgresError.self) { try StoredSpec.spec(text, version: version) }
            #expect(error?.description.contains("another version") == true)
        }
    }

    @Test(
        "an unreadable plan is refused with advice, and without its content",
        arguments: ["", "{}", "[1]", #"{"filter": "a <> 'secret'"}"#, "nonsense"])
    func garbage(text: String) {
        let error = #expect(throws: PostgresError.self) { try StoredSpec.spec(text, version: 1) }
        #expect(error?.kind == .value)
        #expect(error?.disposition == .permanent)
        #expect(error?.description.contains("another version") == true)
        #expect(error?.description.contains("secret") == false)
    }
}
