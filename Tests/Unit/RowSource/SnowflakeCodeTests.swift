import Testing

@testable import RowSource

@Suite("Snowflake's error numbers")
struct SnowflakeCodeTests {
    @Test("which kind of error each is")
    func kinds() {
        let kinds: [(SourceError.Kind, [Int])] = [
            (.authentication, [390_100, 390_144, 390_189, 390_201, 390_303, 394_304]),
            (.connection, [390_111, 390_112, 390_114, 390_318, 261_001, 261_010, 262_000]),
            (.notFound, [2003, 2043, 904]), (.statement, [606, 707, 1003, 90_105]),
            (.value, [100_035, 100_038, 100_071]), (.cancelled, [604]), (.other, [603, 630]),
        ]
        for (kind, codes) in kinds {
            for code in codes { #expect(SnowflakeCode.kind(code) == kind, "\(code)") }
        }
        #expect(SnowflakeCode.kind(999_999) == nil)
    }

    @Test("what an operator can change is said", arguments: [606, 630, 707, 390_318, 390_201, 2003])
    func advice(code: Int) {
        #expect(SnowflakeCode.advice(code) != nil)
    }
}
