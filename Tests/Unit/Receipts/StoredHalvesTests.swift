import Model
import Postgres
import Receipts
import Testing

@Suite("The halves in a void receipt")
struct StoredHalvesTests {
    private static let halves = [
        ChunkHalf(number: 6, predicate: "id < '5'", range: "id < 5", extent: ChunkExtent(upper: "5")),
        ChunkHalf(
            number: 7, predicate: "id >= '5'", range: "id >= 5",
            extent: ChunkExtent(lower: "5", upper: "9", bucket: 1, buckets: 2)),
    ]

    @Test("they are read as they were stored, and their text is always the same")
    func roundTrip() throws {
        let text = try Self.halves.stored
        #expect(try [ChunkHalf](stored: text) == Self.halves)
        #expect(try Self.halves.stored == text)
    }

    @Test("those of version 0.1.0 are read, in the form in which PostgreSQL wrote them")
    func earlier() throws {
        let text = """
            [{"range": "id < 5", "extent": {"upper": "5"}, "number": 6, "predicate": "id < '5'"}, {"range": "id >= 5", \
            "extent": {"lower": "5", "upper": "9", "bucket": 1, "buckets": 2}, "number": 7, "predicate": "id >= '5'"}]
            """
        #expect(try [ChunkHalf](stored: text) == Self.halves)
    }

    @Test(
        "invalid JSON is refused, and the message doesn't show it",
        arguments: ["", "{}", #"[{"predicate": "secret"}]"#])
    func garbage(text: String) {
        let error = #expect(throws: PostgresError.self) { try [ChunkHalf](stored: text) }
        #expect(error?.kind == .value)
        #expect(error?.description.contains("another version") == true)
        #expect(error?.description.contains("secret") == false)
    }
}
