import Model
import Postgres
import TestKit
import Testing

@Suite("Arrow's dates and times, as PostgreSQL reads them")
struct ArrowTimeTests {
    @Test("dates to the ends of PostgreSQL's calendar", arguments: ArrowLayoutTests.offsets)
    func dates(offset: Int) async throws {
        let copy = try await ArrowCopy()
        let days: [Int32?] = [0, nil, -719_162, 2_932_896, -2_440_588, 2_145_042_905, 11_016]
        let expected = [
            "1970-01-01", "∅", "0001-01-01", "9999-12-31", "4714-11-24 BC", "5874897-12-31", "2000-02-29",
        ]
        let column = ArrowColumn.fixed("tdD", days, junk: Int32.min, offset: offset)
        #expect(try await copy.texts(column, as: .date) == expected)
        #expect(try await copy.texts(column, as: .text) == expected)
        let millis = ArrowColumn.fixed(
            "tdm", [Int64(-86_400_000), nil, 951_782_400_000], junk: Int64(1), offset: offset)
        #expect(try await copy.texts(millis, as: .date) == ["1969-12-31", "∅", "2000-02-29"])
    }

    @Test("times of day in every unit")
    func times() async throws {
        let copy = try await ArrowCopy()
        let seconds = ArrowColumn.fixed("tts", [Int32(0), nil, 86_399, 86_400], junk: Int32(-1))
        #expect(try await copy.texts(seconds, as: .time) == ["00:00:00", "∅", "23:59:59", "24:00:00"])
        let millis = ArrowColumn.fixed("ttm", [Int32(1), nil, 45_296_789], junk: Int32(-1), offset: 3)
        #expect(try await copy.texts(millis, as: .time) == ["00:00:00.001", "∅", "12:34:56.789"])
        let micros = ArrowColumn.fixed("ttu", [Int64(1), nil, 86_399_999_999], junk: Int64(-1))
        #expect(try await copy.texts(micros, as: .time) == ["00:00:00.000001", "∅", "23:59:59.999999"])
        let nanos = ArrowColumn.fixed("ttn", [Int64(1000), nil, 86_399_999_999_000], junk: Int64(-1))
        #expect(try await copy.texts(nanos, as: .time) == ["00:00:00.000001", "∅", "23:59:59.999999"])
        #expect(try await copy.texts(nanos, as: .text) == ["00:00:00.000001", "∅", "23:59:59.999999"])
    }

    @Test("timestamps in every unit, with a zone and without")
    func timestamps() async throws {
        let copy = try await ArrowCopy()
        try await copy.target.execute(Statement(name: "zone", text: "SET TIME ZONE 'UTC'"))
        // 0001-01-01, 9999-12-31 23:59:59, 2000-02-29 12:34:56 and a second before 1970.
        let instants: [Int64] = [-62_135_596_800, 253_402_300_799, 951_827_696, -1]
        let texts = ["0001-01-01 00:00:00", "9999-12-31 23:59:59", "2000-02-29 12:34:56", "1969-12-31 23:59:59"]
        for (format, scale) in [("tss", Int64(1)), ("tsm", 1000), ("tsu", 1_000_000)] {
            for zone in ["", "America/New_York"] {
                let values = instants.map { Int64?.some($0 * scale) } + [nil]
                let column = ArrowColumn.fixed("\(format):\(zone)", values, junk: Int64.min, offset: 3)
                #expect(try await copy.texts(column, as: .timestamp) == texts + ["∅"], "\(format)")
                #expect(try await copy.texts(column, as: .timestamptz) == texts.map { $0 + "+00" } + ["∅"], "\(format)")
                let suffix = zone.isEmpty ? "" : "+00"
                #expect(try await copy.texts(column, as: .text) == texts.map { $0 + suffix } + ["∅"], "\(format)")
            }
        }
        // The limits of 64 bits of nanoseconds.
        let nanos = ArrowColumn.fixed(
            "tsn:", [Int64(-9_223_372_036_854_775_000), 1000, nil, 9_223_372_036_854_775_000], junk: Int64(1))
        #expect(
            try await copy.texts(nanos, as: .timestamp)
                == ["1677-09-21 00:12:43.145225", "1970-01-01 00:00:00.000001", "∅", "2262-04-11 23:47:16.854775"])
        let fine = ArrowColumn.fixed("tsn:UTC", [Int64(1)], junk: Int64(1))
        #expect(try await copy.texts(fine, as: .text) == ["1970-01-01 00:00:00.000000001+00"])
        // From PostgreSQL's first to the last that 64 bits hold.
        let edges = ArrowColumn.fixed(
            "tsu:", [Int64(-210_866_803_200_000_000), .max], junk: Int64(1))
        #expect(
            try await copy.texts(edges, as: .timestamp) == ["4714-11-24 00:00:00 BC", "294247-01-10 04:00:54.775807"])
    }

    @Test("intervals and durations")
    func intervals() async throws {
        let copy = try await ArrowCopy()
        let months = ArrowColumn.fixed("tiM", [Int32(14), nil, -1], junk: Int32(9), offset: 3)
        #expect(try await copy.texts(months, as: .interval) == ["1 year 2 mons", "∅", "-1 mons"])
        let days = ArrowColumn.fixed("tiD", [SIMD2<Int32>(3, 1500), nil, SIMD2(-1, -250)], junk: SIMD2<Int32>(9, 9))
        #expect(try await copy.texts(days, as: .interval) == ["3 days 00:00:01.5", "∅", "-1 days -00:00:00.25"])
        let parts: [SIMD2<UInt64>?] = [
            Self.interval(months: 1, days: -2, nanos: 3_000_001_000), nil,
            Self.interval(months: 0, days: 0, nanos: -1000),
        ]
        let whole = ArrowColumn.fixed("tin", parts, junk: SIMD2<UInt64>(1, 1), offset: 3)
        #expect(
            try await copy.texts(whole, as: .interval) == ["1 mon -2 days +00:00:03.000001", "∅", "-00:00:00.000001"])
        let durations = ArrowColumn.fixed("tDm", [Int64(90_061_001), nil, -1], junk: Int64(9))
        #expect(try await copy.texts(durations, as: .interval) == ["25:01:01.001", "∅", "-00:00:00.001"])
    }

    private static func interval(months: Int32, days: Int32, nanos: Int64) -> SIMD2<UInt64> {
        SIMD2(
            UInt64(UInt32(bitPattern: months)) | UInt64(UInt32(bitPattern: days)) << 32, UInt64(bitPattern: nanos))
    }
}
