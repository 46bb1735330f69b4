import Testing

@testable import RowSource

@Suite("Snowflake's error numbers")
struct SnowflakeCodeTests {
    @Test(
        "each number has its kind",
        arguments: [
            // Refused logins, unknown keys, roles and warehouses.
            (
                SourceError.Kind.authentication,
                [
                    390_100, 390_102, 390_144, 394_300, 394_304, 390_186, 390_189, 390_191, 390_201, 390_303, 390_318,
                    390_320, 390_422, 394_400, 394_508, 395_090,
                ]
            ),
            // Transport errors, expired sessions and tokens, and parts of results: retried.
            (.connection, Array(261_000...261_010)),
            (.connection, [262_000, 390_104, 390_111, 390_112, 390_114]),
            // Incidents and time limits: retried.
            (.timeLimit, [604, 630]), (.other, [603]),
            // Permanent errors.
            (.notFound, [2003, 2043, 904]), (.statement, [606, 707, 1003, 3001, 90_073, 90_105, 90_106]),
            (.value, [100_035, 100_038, 100_071]),
        ])
    func kinds(kind: SourceError.Kind, codes: [Int]) {
        for code in codes { #expect(SnowflakeCode.kind(code) == kind, "\(code)") }
    }

    @Test("the number is found in the driver's message, if it is there as the driver writes it")
    func stated() {
        #expect(SnowflakeCode.stated(in: "[Snowflake] 262000 (08006): failed to get a chunk") == 262_000)
        #expect(SnowflakeCode.stated(in: "[Snowflake] 000630 (57014): Statement reached") == 630)
        #expect(SnowflakeCode.stated(in: "timeout after 8 attempts. HTTP Status: 500. Hanging?") == nil)
        #expect(SnowflakeCode.stated(in: "262000 rows") == nil)
    }

    @Test("an unknown number has no kind", arguments: [0, 4, 25, 999_999, 261_011, 390_099, 396_000])
    func unknown(code: Int) {
        #expect(SnowflakeCode.kind(code) == nil)
        #expect(SnowflakeCode.advice(code) == nil)
    }

    @Test(
        "errors that an operator can resolve have advice",
        arguments: [
            (606, "AUTO_RESUME"), (630, "STATEMENT_TIMEOUT_IN_SECONDS"), (707, "snapshot: off for this table"),
            (3001, "grant source.role"), (90_073, "resource monitor"),
            (262_000, "SYSTEM$ALLOWLIST()"), (2003, "grant SELECT"),
            (90_105, "source.database"), (390_144, "clock"), (394_304, "clock"), (390_189, "source.role"),
            (390_201, "USAGE"), (390_318, "expired"), (390_303, "revoked"), (394_400, "source.token"),
            (390_100, "source.user"), (390_102, "source.user"), (390_422, "network policy"),
        ])
    func advice(code: Int, words: String) {
        #expect(SnowflakeCode.advice(code)?.contains(words) == true)
    }
}
