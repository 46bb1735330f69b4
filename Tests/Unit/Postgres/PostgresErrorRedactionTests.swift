import Testing

@testable import Postgres

@Suite("Values in PostgreSQL's messages")
struct PostgresErrorRedactionTests {
    @Test(
        "the quoted value is removed from a data error",
        arguments: [
            (#"invalid input syntax for type integer: "canary""#, #"invalid input syntax for type integer: "***""#),
            (#"value "canary" is out of range for type integer"#, #"value "***" is out of range for type integer"#),
            (#"malformed array literal: "a"canary"b""#, #"malformed array literal: "***""#),
            ("ungültige Eingabesyntax für Typ integer: »canary«", #"ungültige Eingabesyntax für Typ integer: "***""#),
            ("integer out of range", "integer out of range"),
        ])
    func dataErrors(message: String, redacted: String) {
        #expect(PostgresError.redacted(message: message, state: "22P02") == redacted)
    }

    @Test("names in other errors are kept")
    func otherErrors() {
        let message = #"relation "visits" does not exist"#
        #expect(PostgresError.redacted(message: message, state: "42P01") == message)
        let setting = #"invalid value for parameter "work_mem": "x""#
        #expect(PostgresError.redacted(message: setting, state: "22023") == setting)
        let encodings = #"character with byte sequence 0xe2 0x80 0xa6 in encoding "UTF8" has no equivalent in "LATIN1""#
        #expect(PostgresError.redacted(message: encodings, state: "22P05") == encodings)
    }
}
