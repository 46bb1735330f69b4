import Model
import Testing

@Suite("Quoting for PostgreSQL")
struct PostgresIdentifierTests {
    @Test(
        "identifiers keep their letters and double their quotes",
        arguments: [
            ("visits", #""visits""#), ("Select", #""Select""#), (#"a"b"#, #""a""b""#), ("mit Ö", #""mit Ö""#),
            // A quote with a combining mark is a different character to people, but a quote to the server.
            ("a\"\u{301}b", "\"a\"\"\u{301}b\""),
        ])
    func identifiers(name: String, quoted: String) {
        #expect(PostgresIdentifier.quoted(name).unicodeScalars.elementsEqual(quoted.unicodeScalars))
    }

    @Test("a qualified name quotes each part")
    func qualifiedNames() {
        #expect(QualifiedName(schema: "a.b", name: "c").postgresQuoted == #""a.b"."c""#)
        #expect(QualifiedName(schema: nil, name: "c").postgresQuoted == #""c""#)
    }

    @Test("the key's name fits, cut at a character boundary")
    func keyName() {
        #expect(QualifiedName(schema: "a", name: "visits").primaryKeyName == "visits_pkey")
        let name = QualifiedName(schema: nil, name: String(repeating: "ü", count: 31)).primaryKeyName
        #expect(name == String(repeating: "ü", count: 29) + "_pkey")
    }
}
