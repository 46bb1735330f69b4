import Model
import RowSource
import Testing

@Suite("The middle of a range of keys")
struct KeyMidpointTests {
    private static let int = SourceType.integer(bits: 64, signed: true)

    @Test(
        "integers and decimals are cut exactly, also below zero and at the limits of their types",
        arguments: [
            (int, "10", "20", "15"), (int, "10", "13", "11"), (int, "-3", "0", "-2"), (int, "-7", "-4", "-6"),
            (int, "-9223372036854775808", "9223372036854775807", "-1"),
            (.integer(bits: 64, signed: false), "18446744073709551613", "18446744073709551615", "18446744073709551614"),
            (.decimal(precision: 12, scale: 2), "1.50", "1.53", "1.51"),
            (.decimal(precision: 12, scale: 2), "1", "2", "1.50"),
            (.decimal(precision: 12, scale: 2), "-0.05", "0.02", "-0.02"),
            (.decimal(precision: nil, scale: 0), "0.1", "0.125", "0.112"),
            (
                .decimal(precision: 38, scale: 0), "10000000000000000000000000000000000000",
                "30000000000000000000000000000000000000", "20000000000000000000000000000000000000"
            ),
        ])
    func numbers(type: SourceType, lower: String, upper: String, middle: String) {
        #expect(KeyMidpoint.between(lower, upper, type: type) == middle)
    }

    @Test(
        "dates and timestamps keep the source's format",
        arguments: [
            (SourceType.date, "2024-02-28", "2024-03-01", "2024-02-29"),
            (.date, "0001-01-01", "9999-12-31", "5000-07-02"),
            (.date, "'1999-12-31'", "'2000-01-02'", "'2000-01-01'"), (.date, "1900-02-28", "1900-03-02", "1900-03-01"),
            (.timestamp(zoned: false), "2024-01-01 00:00:00", "2024-01-02 00:00:00", "2024-01-01 12:00:00"),
            (.timestamp(zoned: false), "2023-12-31T23:59:59", "2024-01-01T00:00:02", "2024-01-01T00:00:01"),
            (
                .timestamp(zoned: true), "2024-01-01 00:00:00+00", "2024-01-01 00:00:01+00",
                "2024-01-01 00:00:00.500000+00"
            ),
            (
                .timestamp(zoned: false), "2024-01-01 00:00:00.1", "2024-01-01 00:00:00.100003",
                "2024-01-01 00:00:00.100001"
            ),
            (
                .timestamp(zoned: false), "2024-01-01 00:00:00.123456789", "2024-01-01 00:00:05",
                "2024-01-01 00:00:03"
            ),
        ])
    func times(type: SourceType, lower: String, upper: String, middle: String) {
        #expect(KeyMidpoint.between(lower, upper, type: type) == middle)
    }

    @Test(
        "there is no middle without a value in between, or if the source may order keys differently",
        arguments: [
            (int, "10", "11"), (int, "11", "10"), (int, "10", "10"), (int, "1e3", "5000"), (int, "'a'", "'z'"),
            (int, "1.5", "9"), (int, "", "9"), (int, "-", "9"), (int, "+1", "9"),
            (.decimal(precision: 12, scale: 2), "1.50", "1.51"), (.decimal(precision: 12, scale: 2), "1.", "9"),
            (.decimal(precision: nil, scale: 0), "1", "1\(String(repeating: "0", count: 40))"),
            (.date, "2024-02-28", "2024-02-29"), (.date, "2023-02-29", "2024-02-29"),
            (.date, "0000-00-00", "2024-01-01"),
            (.date, "infinity", "2024-01-01"), (.date, "2024-1-1", "2024-05-05"), (.date, "2024-01-01", "'2024-05-05'"),
            (.timestamp(zoned: false), "2024-01-01 00:00:00", "2024-01-02T00:00:00"),
            (.timestamp(zoned: true), "2024-01-01 00:00:00+00", "2024-01-02 00:00:00+01"),
            (.timestamp(zoned: true), "2024-01-01 00:00:00 BC", "2024-01-02 00:00:00"),
            (.timestamp(zoned: false), "2024-01-01 24:00:00", "2024-01-03 00:00:00"),
            (.timestamp(zoned: false), "2024-01-01 00:00:00.000001", "2024-01-01 00:00:00.000002"),
            (.text(length: nil), "a", "z"), (.float64, "1", "9"), (.uuid, "1", "9"), (.boolean, "0", "9"),
        ] as [(SourceType, String, String)])
    func none(type: SourceType, lower: String, upper: String) {
        #expect(KeyMidpoint.between(lower, upper, type: type) == nil)
    }

    @Test("the middle of any two days is between them, as texts and as days")
    func everyDay() throws {
        var low = "1896-02-27"
        for _ in 0..<60 {
            let high = "2104-03-02"
            guard let middle = KeyMidpoint.between(low, high, type: .date) else { break }
            #expect(low < middle && middle < high)
            low = middle
        }
        #expect(low == "2104-03-01")
    }
}
