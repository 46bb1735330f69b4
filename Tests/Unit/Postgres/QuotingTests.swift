import Model
import Postgres
import Testing

@Suite("Quoting for PostgreSQL")
struct QuotingTests {
    @Test(
        "identifiers keep their letters and double their quotes",
        arguments: [
            ("visits", #""visits""#), ("Select", #""Select""#), (#"a"b"#, #""a""b""#), ("mit Ö", #""mit Ö""#),
            // A quote with a combining mark is one character to people, and a quote to the server.
            ("a\"\u{301}b", "\"a\"\"\u{301}b\""),
        ])
    func identifiers(name: String, quoted: String) {
        #expect(quoteIdentifier(name).unicodeScalars.elementsEqual(quoted.unicodeScalars))
    }

    @Test("a qualified name quotes each part")
    func qualifiedNames() {
        #expect(QualifiedName(schema: "a.b", name: "c").quotedForPostgres == #""a.b"."c""#)
        #expect(QualifiedName(schema: nil, name: "c").quotedForPostgres == #""c""#)
    }
}
