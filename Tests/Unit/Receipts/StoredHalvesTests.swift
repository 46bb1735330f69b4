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

    @Test("they come back as they were stored, always as the same text")
    func roundTrip() throws {
        let text = try Self.halves.stored
        #expect(try [ChunkHalf](stored: text) == Self.halves)
        #expect(try Self.halves.stored == text)
    }

    @Test("those of 0.1.0 are read, as PostgreSQL writes them")
    func earlier() throws {
        let text = """
            [{"range": "id < 5", "extent": {"upper": "5"}, "number": 6, "predicate": "id < '5'"}, {"range": "id >= 5", \
            "extent": {"lower": "5", "upper": "9", "bucket": 1, "buckets": 2}, "number": 7, "predicate": "id >= '5'"}]
            """
        #expect(try [ChunkHalf](stored: text) == Self.halves)
    }

    @Test("what can't be read is refused, without its content", arguments: ["", "{}", #"[{"predicate": "secret"}]"#])
    func garbage(text: String) {
        let error = #expect(throws: PostgresError.self) { try [ChunkHalf](stored: text) }
        #expect(error?.kind == .value)
        #expect(error?.description.contains("another version") == true)
        #expect(error?.description.contains("secret") == false)
    }
}
