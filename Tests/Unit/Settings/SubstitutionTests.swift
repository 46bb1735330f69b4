import Testing
import TextFiles

@testable import Settings

@Suite("Substitution")
struct SubstitutionTests {
    private func apply(_ text: String) throws(SubstitutionError) -> String {
        let substitution = Substitution(environment: ["NAME": "value", "EMPTY": "", "DIR": "/run"]) {
            (path) throws(FileError) in
            guard path == "/run/secret" else { throw FileError(.missing, reason: "doesn't exist") }
            return "from file\n"
        }
        return try substitution.apply(text)
    }

    @Test(
        "variables, defaults, files and escapes are replaced anywhere in a text",
        arguments: [
            ("a ${NAME} b", "a value b"),
            ("${NAME}${NAME}", "valuevalue"),
            ("${EMPTY}", ""),
            ("${EMPTY:-fallback}", "fallback"),
            ("${UNSET:-fallback}", "fallback"),
            ("${UNSET:-}", ""),
            ("${NAME:-fallback}", "value"),
            ("${UNSET:-${NAME}}", "value"),
            ("${UNSET:-Driver={SQLite3};Database=x}", "Driver={SQLite3};Database=x"),
            ("${file:/run/secret}", "from file"),
            ("${file:${DIR}/secret}", "from file"),
            ("$${NAME}", "${NAME}"),
            ("cost $5 $$ $NAME", "cost $5 $$ $NAME"),
            ("price$", "price$"),
        ])
    func replaced(text: String, expected: String) throws {
        #expect(try apply(text) == expected)
    }

    @Test("a value that comes from a variable is not substituted again")
    func onceOnly() throws {
        let substitution = Substitution(environment: ["PASSWORD": "a${NAME}$${b"]) { (_) throws(FileError) in "" }
        #expect(try substitution.apply("${PASSWORD}") == "a${NAME}$${b")
    }

    @Test("an unset variable without a default is reported, with advice")
    func unset() {
        let error = #expect(throws: SubstitutionError.self) { try apply("x${MISSING}") }
        #expect(error?.message.contains("MISSING isn't set") == true)
        #expect(error?.message.contains("${MISSING:-default}") == true)
    }

    @Test("a missing file is reported", arguments: ["${file:/nowhere}"])
    func missingFile(text: String) {
        let error = #expect(throws: SubstitutionError.self) { try apply(text) }
        #expect(error?.message == "the file /nowhere doesn't exist")
    }

    @Test("a malformed substitution is refused", arguments: ["${", "${NAME", "${}", "${1A}", "${NAME-x}", "${A B}"])
    func malformed(text: String) {
        #expect(throws: SubstitutionError.self) { try apply(text) }
    }
}
