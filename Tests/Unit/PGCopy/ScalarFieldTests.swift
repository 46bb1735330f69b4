import Model
import PGCopy
import RowSource
import Testing

@Suite("COPY fields: booleans, integers, floating point")
struct ScalarFieldTests {
    @Test("a boolean is one byte, from a bit, an integer or a word")
    func booleans() throws {
        #expect(try copyFields(.bool8([1, 0, nil]), as: .boolean) == [[1], [0], nil])
        #expect(try copyFields(.int64([1, 0, nil]), as: .boolean) == [[1], [0], nil])
        let yes = ["1", "t", "f", " TRUE ", "false", "y", "N", "yes", "No", "on", "OFF", "0"]
        let expected: [UInt8] = [1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0]
        #expect(try copyFields(.text(yes), as: .boolean) == expected.map { [$0] })
    }

    @Test(
        "a text that is neither true nor false isn't a boolean",
        arguments: ["2", "tru", "truee", "o", "-1", "1.0", "01"])
    func notBoolean(text: String) throws {
        #expect(try copyRefusal(.text([text]), as: .boolean) == .notBoolean)
    }

    @Test("2 isn't a boolean, neither as an integer nor as a bit")
    func notBooleanNumber() throws {
        #expect(try copyRefusal(.int64([2]), as: .boolean) == .notBoolean)
        #expect(try copyRefusal(.bool8([2]), as: .boolean) == .notBoolean)
    }

    @Test("the smallest and largest integers are kept; those beyond them are out of range")
    func integerEdges() throws {
        #expect(try copyFields(.int64([-32768, 32767]), as: .smallint) == [[0x80, 0], [0x7F, 0xFF]])
        #expect(try copyFields(.int64([-2_147_483_648, 1]), as: .integer) == [[0x80, 0, 0, 0], [0, 0, 0, 1]])
        #expect(try copyField(.int64([.min]), as: .bigint) == [0x80, 0, 0, 0, 0, 0, 0, 0])
        for value: Int64 in [-32769, 32768] { #expect(try copyRefusal(.int64([value]), as: .smallint) == .outOfRange) }
        for value: Int64 in [-2_147_483_649, 2_147_483_648] {
            #expect(try copyRefusal(.int64([value]), as: .integer) == .outOfRange)
        }
        #expect(try copyFields(.bool8([1, nil]), as: .smallint) == [[0, 1], nil])
    }

    @Test(
        "a text that spells a whole number is an integer",
        arguments: [
            ("5", 5), (" -5\n", -5), ("+7", 7), ("5.0", 5), ("5.", 5), ("5e0", 5), ("0.5e1", 5), ("1200E-2", 12),
            ("-0", 0),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("922337203685477580.7e1", .max),
            ("000000000000000000000000000005", 5), ("5.0000000000000000000000000000", 5),
            ("0.000000000000000000000000", 0),
            (".5e1", 5), ("50000000000000000000000e-22", 5), ("0e99999999999999999999", 0),
            ("1e18", 1_000_000_000_000_000_000),
        ] as [(String, Int64)])
    func integerTexts(text: String, value: Int64) throws {
        #expect(try copyField(.text([text]), as: .bigint) == networkOrder(value))
    }

    @Test(
        "a text that isn't a whole number in range is refused with the reason",
        arguments: [
            ("", .emptyText), ("  ", .emptyText), ("x", .notNumber), ("5x", .notNumber), ("5 5", .notNumber),
            (".", .notNumber),
            ("-", .notNumber), ("--5", .notNumber), ("5e", .notNumber), ("0x10", .notNumber), ("1_000", .notNumber),
            ("1,5", .notNumber), ("1.2.3", .notNumber), (".e5", .notNumber), ("5.5", .fraction), ("1e-1", .fraction),
            ("123456789012345678901234.5", .outOfRange), ("1e-99999999999", .fraction),
            ("12345678901234567895e-1", .fraction), ("123456789012345678901234567890e-20", .fraction),
            ("9223372036854775808.5", .outOfRange), ("-9999999999999999999.9", .outOfRange),
            ("0.0000000000000000000000000000000000012345678901234567890123", .fraction),
            ("9223372036854775808", .outOfRange), ("-9223372036854775809", .outOfRange), ("1e19", .outOfRange),
            ("1e99999999999", .outOfRange), ("99999999999999999999999999", .outOfRange), ("NaN", .notFinite),
            ("-Infinity", .notFinite), ("nanx", .notNumber),
        ] as [(String, Refusal)])
    func notIntegers(text: String, refusal: Refusal) throws {
        #expect(try copyRefusal(.text([text]), as: .bigint) == refusal)
    }

    @Test("a double becomes an integer only if it is whole and in range")
    func integersFromDoubles() throws {
        #expect(try copyFields(.float64([-3, nil, 32767]), as: .smallint) == [[0xFF, 0xFD], nil, [0x7F, 0xFF]])
        #expect(try copyField(.float64([-0x1p63]), as: .bigint) == networkOrder(Int64.min))
        #expect(try copyRefusal(.float64([0.5]), as: .bigint) == .fraction)
        #expect(try copyRefusal(.float64([0x1p63]), as: .bigint) == .outOfRange)
        #expect(try copyRefusal(.float64([32768]), as: .smallint) == .outOfRange)
        #expect(try copyRefusal(.float64([32768.5]), as: .smallint) == .outOfRange)
        #expect(try copyRefusal(.text(["32768.5"]), as: .smallint) == .outOfRange)
        #expect(try copyRefusal(.float64([.nan]), as: .integer) == .notFinite)
        #expect(try copyRefusal(.float64([-.infinity]), as: .integer) == .notFinite)
    }

    @Test("doubles keep their bits; real accepts only values that it represents exactly")
    func floats() throws {
        let values: [Double] = [0, -0.0, 0.1, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        #expect(
            try copyFields(.float64(values + [nil]), as: .doublePrecision)
                == values.map { networkOrder($0.bitPattern) } + [nil])
        #expect(try copyField(.float64([.nan]), as: .doublePrecision) == networkOrder(Double.nan.bitPattern))
        let short: [Double] = [0.5, -0.0, .infinity, Double(Float(0.1)), Double(Float.leastNonzeroMagnitude)]
        #expect(try copyFields(.float64(short), as: .real) == short.map { networkOrder(Float($0).bitPattern) })
        #expect(try copyField(.float64([.nan]), as: .real) == networkOrder(Float.nan.bitPattern))
        for value in [0.1, 1e39, 1e-46, 16_777_217] {
            #expect(try copyRefusal(.float64([value]), as: .real) == .inexact)
        }
    }

    @Test("an integer becomes a floating-point number only if that represents it exactly")
    func floatsFromIntegers() throws {
        #expect(try copyField(.int64([1 << 53]), as: .doublePrecision) == networkOrder(Double(0x1p53).bitPattern))
        #expect(try copyField(.int64([-16_777_216]), as: .real) == networkOrder(Float(-16_777_216).bitPattern))
        #expect(try copyRefusal(.int64([(1 << 53) + 1]), as: .doublePrecision) == .inexact)
        #expect(try copyRefusal(.int64([.max]), as: .doublePrecision) == .inexact)
        #expect(try copyRefusal(.int64([16_777_217]), as: .real) == .inexact)
    }

    @Test(
        "words for infinities and NaN are valid floating-point numbers, and -0 keeps its sign",
        arguments: [
            ("inf", .infinity), ("-Infinity", -.infinity), ("+INF", .infinity), ("-0", -0.0), ("-0e9", -0.0),
            ("1e308", 1e308),
            ("4.9e-324", .leastNonzeroMagnitude), ("0.1", 0.1), (" 1.5 ", 1.5), ("0e-999999999", 0),
            ("179769313486231570000000000000000000000e270", .greatestFiniteMagnitude),
        ] as [(String, Double)])
    func floatTexts(text: String, value: Double) throws {
        #expect(try copyField(.text([text]), as: .doublePrecision) == networkOrder(value.bitPattern))
    }

    @Test("a text too large or too small for the type is out of range, as on the server")
    func floatRange() throws {
        #expect(try copyField(.text(["NaN"]), as: .doublePrecision) == networkOrder(Double.nan.bitPattern))
        for text in ["1e309", "-1e400", "1e-400", "1e999999999999999999999"] {
            #expect(try copyRefusal(.text([text]), as: .doublePrecision) == .outOfRange)
        }
        for text in ["3.5e38", "1e-46", "1e20000"] { #expect(try copyRefusal(.text([text]), as: .real) == .outOfRange) }
        for text in ["0x1p3", "1.0f", "in", "infinit"] {
            #expect(try copyRefusal(.text([text]), as: .doublePrecision) == .notNumber)
        }
    }

    @Test("texts become the nearest number, for both double and real", arguments: [1, 2, 3] as [UInt64])
    func nearestNumber(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        var texts: [String] = []
        for _ in 0..<3000 {
            let digits = String(
                UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0..<64, using: &random))
            let point = Int.random(in: 0...digits.count, using: &random)
            let mark = digits.index(digits.startIndex, offsetBy: point)
            texts.append("\(digits[..<mark]).\(digits[mark...])e\(Int.random(in: -12...12, using: &random))")
            texts.append(
                Double(bitPattern: .random(in: 0...UInt64.max, using: &random) & 0x000F_FFFF_FFFF_FFFF | 0x3E << 56)
                    .description)
        }
        // Halfway between two numbers, and one digit off.
        texts += [
            "9007199254740993", "9007199254740993.0000000001", "9007199254740992.9999", "16777217", "16777217.01",
        ]
        #expect(
            try copyFields(.text(texts), as: .doublePrecision)
                == texts.map { networkOrder(Double($0)?.bitPattern ?? 0) })
        #expect(try copyFields(.text(texts), as: .real) == texts.map { networkOrder(Float($0)?.bitPattern ?? 0) })
    }
}
