import Model
import PGCopy
import RowSource
import Testing

@Suite("COPY fields: dates, times, timestamps, intervals, uuids")
struct CalendarFieldTests {
    static func stamp(
        _ year: Int16, _ month: UInt16, _ day: UInt16, _ hour: UInt16 = 0, _ minute: UInt16 = 0, _ second: UInt16 = 0,
        _ nanosecond: UInt32 = 0
    ) -> CalendarTimestamp {
        CalendarTimestamp(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    }

    /// Days from 2000-01-01, by counting years and months one by one; negative years are BC.
    static func countedDays(_ year: Int, _ month: Int, _ day: Int) -> Int {
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        let astronomical = year < 0 ? year + 1 : year
        var days = 0
        for passed in min(astronomical, 2000)..<max(astronomical, 2000) {
            days += (isLeap(passed) ? 366 : 365) * (astronomical < 2000 ? -1 : 1)
        }
        let months = [31, isLeap(astronomical) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return days + months.prefix(month - 1).reduce(0, +) + day - 1
    }

    @Test("dates are days from 2000-01-01, in any era", arguments: [1] as [UInt64])
    func dates(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let lengths: [UInt16] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let values =
            [
                CalendarDate(year: 2000, month: 1, day: 1), CalendarDate(year: 2000, month: 2, day: 29),
                CalendarDate(year: -4713, month: 1, day: 1), CalendarDate(year: -4714, month: 11, day: 24),
                CalendarDate(year: 32767, month: 12, day: 31), CalendarDate(year: -1, month: 2, day: 29),
                CalendarDate(year: 1, month: 1, day: 1),
            ]
            + (0..<300).map { _ in
                let month = UInt16.random(in: 1...12, using: &random)
                let year = Int16.random(in: 1...9999, using: &random) * (Bool.random(using: &random) ? 1 : -1)
                let day = UInt16.random(in: 1...lengths[Int(month) - 1], using: &random)
                return CalendarDate(year: max(-4713, year), month: month, day: day)
            }
        let expected = values.map { Self.countedDays(Int($0.year), Int($0.month), Int($0.day)) }
        #expect(try copyFields(.date(values), as: .date) == expected.map { networkOrder(Int32($0)) })
        #expect(
            try copyFields(.date(values + [nil]), as: .timestamp)
                == expected.map { networkOrder(Int64($0) * 86_400_000_000) } + [nil])
        let texts = try copyFields(.date(values), as: .text).map { String(decoding: try #require($0), as: UTF8.self) }
        #expect(try copyFields(.text(texts), as: .date) == expected.map { networkOrder(Int32($0)) })
    }

    @Test(
        "an ISO 8601 text is a date, also if it is a timestamp at midnight in UTC",
        arguments: [
            ("2000-01-01", 0), (" 2000-03-01 ", 60), ("1999-12-31 00:00:00", -1), ("2000-01-02T00:00:00.000Z", 1),
            ("2000-01-01 00:00", 0), ("2000-01-01 00:00:00+00", 0), ("4714-11-24 BC", -2_451_545),
            ("0001-12-31 bc", -730_120),
            ("5874897-12-31", 2_145_031_948), ("infinity", .max), ("-Infinity", .min), ("0001-01-01", -730_119),
        ] as [(String, Int32)])
    func dateTexts(text: String, days: Int32) throws {
        #expect(try copyField(.text([text]), as: .date) == networkOrder(days))
    }

    @Test(
        "a text that isn't a date is refused with the reason",
        arguments: [
            ("2023-02-29", .noSuchDay), ("1900-02-29", .noSuchDay), ("2024-13-01", .noSuchDay),
            ("2024-04-31", .noSuchDay),
            ("2024-00-10", .noSuchDay), ("2024-01-00", .noSuchDay), ("0000-01-01", .yearZero),
            ("0000-00-00", .yearZero),
            ("4714-11-23 BC", .outOfRange), ("5874898-01-01", .outOfRange), ("9999999-01-01", .outOfRange),
            ("2024-01-01 00:00:01", .timeOfDay), ("2024-01-01 00:00:00.000001", .timeOfDay),
            ("2024-01-01 24:00:00", .timeOfDay), ("2024-01-01 00:00:00+02", .zoned), ("24-01-01", .notDate),
            ("2024-1-1", .notDate), ("20240101", .notDate), ("2024/01/01", .notDate), ("2024-01-01x", .notDate),
            ("", .emptyText),
            ("2024-01-01T", .notDate), ("yesterday", .notDate), ("12345678-01-01", .notDate), ("infinit", .notDate),
            ("2024-01-01 00:00:00 CET", .notDate), ("-2024-01-01", .notDate), ("5", .notDate),
        ] as [(String, Refusal)])
    func notDates(text: String, refusal: Refusal) throws {
        #expect(try copyRefusal(.text([text]), as: .date) == refusal)
    }

    @Test("calendar values that don't exist are refused by name")
    func calendarRefusals() throws {
        func date(_ year: Int16, _ month: UInt16, _ day: UInt16) throws -> Refusal? {
            try copyRefusal(.date([CalendarDate(year: year, month: month, day: day)]), as: .date)
        }
        #expect(try date(2023, 2, 29) == .noSuchDay)
        #expect(try date(2023, 13, 1) == .noSuchDay)
        #expect(try date(2023, 1, 32) == .noSuchDay)
        #expect(try date(0, 0, 0) == .yearZero)
        #expect(try date(-4714, 11, 23) == .outOfRange)
        #expect(try date(-32768, 1, 1) == .outOfRange)
        func time(_ hour: UInt16, _ minute: UInt16, _ second: UInt16) throws -> Refusal? {
            try copyRefusal(.time([ClockTime(hour: hour, minute: minute, second: second)]), as: .time)
        }
        #expect(try time(24, 0, 0) == nil)
        #expect(try time(24, 0, 1) == .noSuchTime)
        #expect(try time(25, 0, 0) == .noSuchTime)
        #expect(try time(0, 60, 0) == .noSuchTime)
        #expect(try time(23, 59, 60) == .leapSecond)
        func stamp(_ value: CalendarTimestamp, _ target: TargetType = .timestamp) throws -> Refusal? {
            try copyRefusal(.timestamp([value]), as: target)
        }
        #expect(try stamp(Self.stamp(2024, 1, 1, 0, 0, 0, 1)) == .finerThanMicrosecond)
        #expect(try stamp(Self.stamp(2024, 1, 1, 0, 0, 0, 1_000_000_000)) == .noSuchTime)
        #expect(try stamp(Self.stamp(2024, 1, 1, 0, 0, 60)) == .leapSecond)
        #expect(try stamp(Self.stamp(-4714, 11, 23)) == .outOfRange)
        #expect(try stamp(Self.stamp(2024, 1, 1, 0, 0, 1), .date) == .timeOfDay)
        #expect(try stamp(Self.stamp(2024, 1, 1, 0, 0, 0, 5), .date) == .timeOfDay)
        #expect(try stamp(Self.stamp(2024, 2, 30, 1), .text) == .noSuchDay)
        #expect(try stamp(Self.stamp(2024, 2, 28, 24, 0, 0, 1), .text) == .noSuchTime)
    }

    @Test("times are microseconds from midnight")
    func times() throws {
        let clock = ClockTime(hour: 1, minute: 2, second: 3)
        #expect(try copyFields(.time([clock, nil]), as: .time) == [networkOrder(Int64(3_723_000_000)), nil])
        let texts = [
            "01:02:03", "01:02", "00:00:00.000001", "23:59:59.999999000", "24:00:00", "12:00:00Z", "12:00+00:00",
        ]
        let micros: [Int64] = [
            3_723_000_000, 3_720_000_000, 1, 86_399_999_999, 86_400_000_000, 43_200_000_000, 43_200_000_000,
        ]
        #expect(try copyFields(.text(texts), as: .time) == micros.map { networkOrder($0) })
        let refused: [(String, Refusal)] = [
            ("1:02:03", .notTime), ("01:02:3", .notTime), ("010203", .notTime), ("01:02:03.", .notTime),
            ("noon", .notTime),
            ("01:02:03.0000001", .finerThanMicrosecond), ("24:00:00.000001", .noSuchTime), ("23:59:60", .leapSecond),
            ("12:60:00", .noSuchTime), ("12:00:00+01", .zoned), ("2024-01-01 12:00:00", .notTime),
            ("12:00:00 x", .notTime),
        ]
        for (text, refusal) in refused { #expect(try copyRefusal(.text([text]), as: .time) == refusal, "\(text)") }
    }

    @Test("timestamps are microseconds from 2000-01-01; 24:00:00 is the next midnight")
    func timestamps() throws {
        let values = [
            Self.stamp(2000, 1, 1), Self.stamp(1999, 12, 31, 23, 59, 59, 999_999_000), Self.stamp(2000, 1, 1, 24), nil,
        ]
        let fields = [0, -1, 86_400_000_000].map { networkOrder(Int64($0)) } + [nil]
        #expect(try copyFields(.timestamp(values), as: .timestamp) == fields)
        #expect(try copyFields(.timestamp(values), as: .timestamptz) == fields)
        #expect(try copyField(.timestamp([Self.stamp(2000, 1, 2)]), as: .date) == networkOrder(Int32(1)))
    }

    @Test(
        "a timestamptz is converted to UTC, which is also the default zone",
        arguments: [
            ("2000-01-01 00:00:00", 0), ("2000-01-01T00:00:00Z", 0), ("2000-01-01 01:00:00+01", 0),
            ("2000-01-01 00:00:00 UTC", 0),
            ("1999-12-31 18:30:00.5-05:30", 500_000), ("2000-01-01 05:45:00.000 +0545", 0),
            ("2000-01-01 00:00:00-00:00:01", 1_000_000),
            ("2000-01-01", 0), ("1999-12-31 23:59:59.999999", -1), ("infinity", .max), ("-infinity", .min),
            ("4714-11-24 00:00:00+00 BC", -211_813_488_000_000_000),
            ("294276-12-31 23:59:59.999999", 9_223_371_331_199_999_999),
            ("4714-11-23 23:00:00-01 BC", -211_813_488_000_000_000),
        ] as [(String, Int64)])
    func zoned(text: String, micros: Int64) throws {
        #expect(try copyField(.text([text]), as: .timestamptz) == networkOrder(micros))
    }

    @Test("a timestamp without zone refuses a text with a zone other than UTC")
    func unzoned() throws {
        for text in [
            "2000-01-01 12:00", "2000-01-01T12:00:00Z", "2000-01-01 12:00:00+00:00", "2000-01-01 12:00:00 UTC",
        ] {
            #expect(try copyField(.text([text]), as: .timestamp) == networkOrder(Int64(43_200_000_000)))
        }
        let refused: [(String, Refusal)] = [
            ("2000-01-01 12:00:00+01", .zoned), ("2000-01-01 12:00:00.1234567", .finerThanMicrosecond),
            ("2000-01-01 12:00:60", .leapSecond), ("2000-01-01 25:00:00", .noSuchTime), ("294277-01-01", .outOfRange),
            ("4714-11-23 23:59:59 BC", .outOfRange), ("9999999-12-31", .outOfRange),
            ("2000-01-01 12:00:00+16", .notTimestamp),
            ("2000-01-01 12", .notTimestamp), ("2000-01-01 12:00:00 PM", .notTimestamp), ("1704067200", .notTimestamp),
        ]
        for (text, refusal) in refused { #expect(try copyRefusal(.text([text]), as: .timestamp) == refusal, "\(text)") }
        #expect(
            try copyField(.text(["2000-01-01 12:00:00.123456000"]), as: .timestamp)
                == networkOrder(Int64(43_200_123_456)))
    }

    @Test(
        "an interval is parsed from ISO 8601 and from PostgreSQL's words",
        arguments: [
            ("P1Y2M3DT4H5M6.789S", 14, 3, 14_706_789_000), ("P-1W", 0, -7, 0), ("PT-0.5S", 0, 0, -500_000),
            ("P1M", 1, 0, 0), ("PT1M", 0, 0, 60_000_000),
            ("1 year 2 mons 3 days 04:05:06.789", 14, 3, 14_706_789_000),
            ("-1 years -2 mons +3 days -04:05:06.789", -14, 3, -14_706_789_000),
            ("00:00:00", 0, 0, 0), ("-00:00:01", 0, 0, -1_000_000), ("100:00:00", 0, 0, 360_000_000_000),
            ("04:05", 0, 0, 14_700_000_000),
            ("@ 1 year 2 mons -3 days 4 hours 5 mins 6.789 secs ago", -14, 3, -14_706_789_000), ("@ 0", 0, 0, 0),
            ("2 weeks 1 hour 1 minute 1 second", 0, 14, 3_661_000_000), ("1 month", 1, 0, 0),
            ("-178000000 years", -2_136_000_000, 0, 0),
        ] as [(String, Int32, Int32, Int64)])
    func intervals(text: String, months: Int32, days: Int32, micros: Int64) throws {
        let expected = networkOrder(micros) + networkOrder(days) + networkOrder(months)
        #expect(try copyField(.text([text]), as: .interval) == expected)
    }

    @Test(
        "a text that isn't exactly one interval is refused",
        arguments: [
            ("P", .notInterval), ("PT", .notInterval), ("P1", .notInterval), ("P1H", .notInterval),
            ("P1DT", .notInterval),
            ("1", .notInterval), ("1 fortnight", .notInterval), ("ago", .notInterval), ("1 day ago ago", .notInterval),
            ("1 dayx", .notInterval), ("@", .notInterval), ("1 day 1:2", .notInterval), ("P1YT1HT1M", .notInterval),
            ("1.5 days", .intervalFraction), ("P0.5Y", .intervalFraction), ("1.5 hours", .intervalFraction),
            ("PT0.0000001S", .finerThanMicrosecond), ("3000000000 days", .outOfRange),
            ("999999999999999 hours", .outOfRange),
            ("00:60:00", .noSuchTime), ("", .emptyText),
        ] as [(String, Refusal)])
    func notIntervals(text: String, refusal: Refusal) throws {
        #expect(try copyRefusal(.text([text]), as: .interval) == refusal)
    }

    @Test("a uuid is parsed in the forms that PostgreSQL accepts, or from 16 bytes")
    func uuids() throws {
        let bytes: [UInt8] = [
            0xA0, 0xEE, 0xBC, 0x99, 0x9C, 0x0B, 0x4E, 0xF8, 0xBB, 0x6D, 0x6B, 0xB9, 0xBD, 0x38, 0x0A, 0x11,
        ]
        let texts = [
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}",
            "a0eebc999c0b4ef8bb6d6bb9bd380a11",
            "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11", nil,
        ]
        #expect(try copyFields(.text(texts), as: .uuid) == Array(repeating: bytes, count: 4) + [nil])
        #expect(try copyFields(.binary([bytes, nil]), as: .uuid) == [bytes, nil])
        for text in [
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111",
            "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "{a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc999c0b4ef8bb6d6bb9bd380a11}",
            "a-0eebc999c0b4ef8bb6d6bb9bd380a11",
        ] {
            #expect(try copyRefusal(.text([text]), as: .uuid) == .notUUID)
        }
        #expect(try copyRefusal(.binary([Array(bytes.dropLast())]), as: .uuid) == .uuidLength)
    }
}
