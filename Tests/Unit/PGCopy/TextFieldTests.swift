import Model
import PGCopy
import RowSource
import Testing

@Suite("COPY fields: texts and bytes")
struct TextFieldTests {
    static func texts(_ column: CopyColumn, as target: TargetType = .text) throws -> [String?] {
        try copyFields(column, as: target).map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("texts of every length are unchanged, and an empty text isn't NULL")
    func lengths() throws {
        let values: [String?] =
            (0...80).map { String(repeating: "x", count: $0) + ($0 % 3 == 0 ? "é" : "") } + [nil, "", "😀"]
        for target in [TargetType.text, .varchar(length: nil), .varchar(length: 90), .textual(name: "citext"), .json] {
            #expect(try Self.texts(.text(values), as: target) == values)
        }
        #expect(try copyFields(.text(["", nil]), as: .text) == [[], nil])
    }

    @Test("jsonb has its version before the text")
    func jsonb() throws {
        #expect(try copyFields(.text(["{}", nil, ""]), as: .jsonb) == [[1, 0x7B, 0x7D], nil, [1]])
        #expect(try copyField(.int64([12]), as: .jsonb) == [1, 0x31, 0x32])
    }

    @Test("U+0000 is refused at any position", arguments: [1, 7, 8, 9, 16, 17, 40])
    func nul(length: Int) throws {
        for place in 0..<length {
            var bytes = [UInt8](repeating: 0x61, count: length)
            bytes[place] = 0
            #expect(try copyRefusal(.utf8([bytes]), as: .text) == .nulCharacter)
        }
    }

    @Test("invalid UTF-8 is detected, exactly like in Swift's own decoder", arguments: [5, 6] as [UInt64])
    func utf8(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let parts: [[UInt8]] = [
            [0x61], Array("abcdefgh".utf8), [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80],
            [0xF4, 0x8F, 0xBF, 0xBF],
            [0xED, 0x9F, 0xBF], [0xEF, 0xBF, 0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0x80], [0xC3],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ]
        var (valid, invalid) = (0, 0)
        for _ in 0..<4000 {
            let count = Int.random(in: 1...5, using: &random)
            let bytes = (0..<count).flatMap { _ in
                // Mostly valid parts, so that both outcomes occur.
                parts[
                    Int.random(in: 0..<(Int.random(in: 0..<6, using: &random) == 0 ? parts.count : 8), using: &random)]
            }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            if isValid { valid += 1 } else { invalid += 1 }
            #expect(try copyRefusal(.utf8([bytes]), as: .text) == (isValid ? nil : .invalidUTF8), "\(bytes)")
            #expect(try copyRefusal(.binary([bytes]), as: .text) == (isValid ? nil : .invalidUTF8), "\(bytes)")
        }
        #expect(valid > 500 && invalid > 500)
    }

    @Test("a text with more characters than its column allows is refused")
    func limits() throws {
        let (short, padded) = (TargetType.varchar(length: 3), TargetType.char(length: 3))
        #expect(try Self.texts(.text(["äöü", "abc", "a"]), as: short) == ["äöü", "abc", "a"])
        #expect(try copyRefusal(.text(["äöüß"]), as: short) == .tooLong)
        #expect(try copyRefusal(.text(["abc "]), as: short) == .tooLong)
        #expect(try copyRefusal(.text(["abc  "]), as: padded) == nil)
        #expect(try copyRefusal(.text(["abcd "]), as: padded) == .tooLong)
        #expect(try copyRefusal(.int64([1234]), as: short) == .tooLong)
        #expect(try copyRefusal(.binary([[0x61, 0x61, 0x61, 0x61]]), as: short) == .tooLong)
    }

    @Test("bytea takes bytes, and the bytes of a text, unchanged")
    func bytea() throws {
        let bytes: [UInt8] = [0, 0xFF, 0x5C, 0x78]
        #expect(try copyFields(.binary([bytes, nil, []]), as: .bytea) == [bytes, nil, []])
        #expect(try copyField(.text(["\\x4142"]), as: .bytea) == Array("\\x4142".utf8))
        #expect(try copyField(.utf8([bytes]), as: .bytea) == bytes)
    }

    @Test("numbers become texts as PostgreSQL prints them")
    func numbers() throws {
        #expect(
            try Self.texts(.int64([0, -5, .min, .max, nil])) == [
                "0", "-5", "-9223372036854775808", "9223372036854775807", nil,
            ])
        #expect(try Self.texts(.bool8([1, 0])) == ["true", "false"])
        let doubles: [Double] = [
            0, -0.0, 1, 100_000, 123_456_789_012_345, 1e15, 1.5e300, 0.1, 1e-4, 0.00012345, 1e-5, -1.25e-7, 0.1 + 0.2,
            .leastNonzeroMagnitude, .nan, .infinity,
            -.infinity, 123.456, 1e14, 9.5e14, 123_456_789_012_345_680,
        ]
        #expect(
            try Self.texts(.float64(doubles)) == [
                "0", "-0", "1", "100000", "123456789012345", "1e+15", "1.5e+300", "0.1", "0.0001", "0.00012345",
                "1e-05", "-1.25e-07",
                "0.30000000000000004", "5e-324", "NaN", "Infinity", "-Infinity", "123.456", "100000000000000",
                "950000000000000",
                "1.2345678901234568e+17",
            ])
        #expect(try copyRefusal(.float64([.nan]), as: .json) == .notFinite)
    }

    @Test("dates and times become texts as PostgreSQL prints them, with nanoseconds kept")
    func calendar() throws {
        #expect(
            try Self.texts(
                .date([CalendarDate(year: -44, month: 3, day: 15), CalendarDate(year: 12024, month: 1, day: 1)]))
                == ["0044-03-15 BC", "12024-01-01"])
        #expect(try Self.texts(.time([ClockTime(hour: 1, minute: 2, second: 3)])) == ["01:02:03"])
        let stamps = [
            CalendarFieldTests.stamp(2024, 2, 29, 1, 2, 3, 123_456_789),
            CalendarFieldTests.stamp(2024, 2, 29, 0, 0, 0, 500_000_000),
            CalendarFieldTests.stamp(-1, 2, 29),
        ]
        #expect(
            try Self.texts(.timestamp(stamps))
                == ["2024-02-29 01:02:03.123456789", "2024-02-29 00:00:00.5", "0001-02-29 00:00:00 BC"])
    }
}
