import Testing

@testable import RowSource

@Suite("Snowflake's error numbers")
struct SnowflakeCodeTests {
    @Test(
        "which kind of error each is",
        arguments: [
            // Refused logins, unknown keys, roles and warehouses.
            (
                SourceError.Kind.authentication,
                [390_100, 390_144, 394_300, 394_304, 390_189, 390_201, 390_303, 390_422]
            ),
            // Transport, sessions and tokens that have ended, and parts of results: tried again.
            (.connection, Array(261_000...261_010)),
            (.connection, [262_000, 390_104, 390_111, 390_112, 390_114, 390_318]),
            // Incidents and time limits: tried again.
            (.cancelled, [604]), (.other, [603, 630]),
            // What stays wrong.
            (.notFound, [2003, 2043, 904]), (.statement, [606, 707, 1003, 90_105, 90_106]),
            (.value, [100_035, 100_038, 100_071]),
        ])
    func kinds(kind: SourceError.Kind, codes: [Int]) {
        for code in codes { #expect(SnowflakeCode.kind(code) == kind, "\(code)") }
    }

    @Test("a number that isn't known says nothing", arguments: [0, 4, 25, 999_999, 261_011, 390_099, 390_320])
    func unknown(code: Int) {
        #expect(SnowflakeCode.kind(code) == nil)
        #expect(SnowflakeCode.advice(code) == nil)
    }

    @Test(
        "what an operator can change is said",
        arguments: [
            (606, "AUTO_RESUME"), (630, "STATEMENT_TIMEOUT_IN_SECONDS"), (707, "snapshot: off"), (2003, "grant SELECT"),
            (90_105, "source.database"), (390_144, "clock"), (394_304, "clock"), (390_189, "source.role"),
            (390_201, "USAGE"), (390_318, "expired"), (390_422, "network policy"),
        ])
    func advice(code: Int, words: String) {
        #expect(SnowflakeCode.advice(code)?.contains(words) == true)
    }
}
