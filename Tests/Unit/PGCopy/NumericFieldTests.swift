import Model
import PGCopy
import RowSource
import Testing

@Suite("COPY fields: numeric")
struct NumericFieldTests {
    static let free = TargetType.numeric(precision: nil, scale: 0)

    static func field(_ digits: [UInt16], weight: Int16, sign: UInt16 = 0, scale: UInt16) -> [UInt8] {
        networkOrder(UInt16(digits.count)) + networkOrder(weight) + networkOrder(sign) + networkOrder(scale)
            + digits.flatMap { networkOrder($0) }
    }

    /// The number that a field contains, as PostgreSQL prints it.
    static func printed(_ field: [UInt8]) -> String {
        let words = stride(from: 0, to: field.count, by: 2).map { fromNetworkOrder(UInt16.self, field[$0..<$0 + 2]) }
        let (count, weight, sign, scale) = (Int(words[0]), Int(Int16(bitPattern: words[1])), words[2], Int(words[3]))
        func group(_ place: Int) -> String {
            let index = weight - place
            let digits = index >= 0 && index < count ? String(words[4 + index]) : "0"
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        let whole = weight < 0 ? "" : stride(from: weight, through: 0, by: -1).map(group).joined()
        let fraction = stride(from: 1, through: (scale + 3) / 4, by: 1).map { group(-$0) }.joined().prefix(scale)
        let trimmed = whole.drop { $0 == "0" }
        return (sign == 0x4000 ? "-" : "") + (trimmed.isEmpty ? "0" : trimmed) + (scale > 0 ? "." + fraction : "")
    }

    @Test("digits are in base 10000, without zeros at either end")
    func layout() throws {
        #expect(try copyField(.text(["12345.678"]), as: Self.free) == Self.field([1, 2345, 6780], weight: 1, scale: 3))
        #expect(
            try copyField(.text(["-0.00012"]), as: Self.free)
                == Self.field([1, 2000], weight: -1, sign: 0x4000, scale: 5))
        #expect(try copyField(.text(["0.000001200"]), as: Self.free) == Self.field([120], weight: -2, scale: 9))
        #expect(try copyField(.text(["100000000"]), as: Self.free) == Self.field([1], weight: 2, scale: 0))
        #expect(try copyField(.text(["1e131071"]), as: Self.free) == Self.field([1000], weight: 32767, scale: 0))
        #expect(try copyField(.text(["1.50e3"]), as: Self.free) == Self.field([1500], weight: 0, scale: 0))
        #expect(try copyField(.text(["1.50"]), as: Self.free) == Self.field([1, 5000], weight: 0, scale: 2))
        #expect(try copyField(.text(["-0.00"]), as: Self.free) == Self.field([], weight: 0, scale: 2))
    }

    @Test("a column's scale is the display scale")
    func constrained() throws {
        let money = TargetType.numeric(precision: 10, scale: 2)
        #expect(try copyField(.text(["5"]), as: money) == Self.field([5], weight: 0, scale: 2))
        #expect(try copyField(.text(["5.1000"]), as: money) == Self.field([5, 1000], weight: 0, scale: 2))
        #expect(
            try copyField(.text(["99999999.99"]), as: money) == Self.field([9999, 9999, 9900], weight: 1, scale: 2))
        #expect(try copyField(.int64([-7]), as: money) == Self.field([7], weight: 0, sign: 0x4000, scale: 2))
        #expect(try copyField(.float64([19.99]), as: money) == Self.field([19, 9900], weight: 0, scale: 2))
        #expect(try copyFields(.text([nil, "1"]), as: money) == [nil, Self.field([1], weight: 0, scale: 2)])
        for text in ["0.001", "99999999.991", "5.0000000000000000000000001", "1e-40"] {
            #expect(try copyRefusal(.text([text]), as: money) == .tooManyFractionDigits)
        }
        for text in ["100000000", "1e8", "-100000000.00", "100000000000000000000000000000", "1e99999"] {
            #expect(try copyRefusal(.text([text]), as: money) == .outOfRange)
        }
        #expect(try copyRefusal(.int64([100_000_000]), as: money) == .outOfRange)
        #expect(try copyRefusal(.float64([0.1 + 0.2]), as: money) == .tooManyFractionDigits)
        #expect(try copyRefusal(.float64([1e300]), as: money) == .outOfRange)
    }

    @Test("NUMBER(38,0) and NUMBER(38,37) keep all their digits")
    func widest() throws {
        let nines = String(repeating: "9", count: 38)
        for (text, scale) in [
            (nines, 0), ("-" + nines, 0), ("9." + nines.dropFirst(), 37), ("0." + nines.dropFirst(), 37),
        ] {
            let field = try #require(try copyField(.text([text]), as: .numeric(precision: 38, scale: scale)))
            #expect(Self.printed(field) == text)
        }
        #expect(try copyRefusal(.text([nines + "0"]), as: .numeric(precision: 38, scale: 0)) == .outOfRange)
        #expect(try copyRefusal(.text(["10"]), as: .numeric(precision: 38, scale: 37)) == .outOfRange)
    }

    @Test("a negative scale and a scale beyond the precision follow the server's rules")
    func unusualScales() throws {
        let hundreds = TargetType.numeric(precision: 2, scale: -2)
        #expect(try copyField(.text(["9900"]), as: hundreds) == Self.field([9900], weight: 0, scale: 0))
        #expect(try copyRefusal(.text(["9910"]), as: hundreds) == .tooManyFractionDigits)
        #expect(try copyRefusal(.text(["10000"]), as: hundreds) == .outOfRange)
        let tiny = TargetType.numeric(precision: 3, scale: 5)
        #expect(try copyField(.text(["0.00999"]), as: tiny) == Self.field([99, 9000], weight: -1, scale: 5))
        #expect(try copyRefusal(.text(["0.01"]), as: tiny) == .outOfRange)
    }

    @Test("NaN is a valid numeric; infinities only without limits")
    func special() throws {
        let money = TargetType.numeric(precision: 10, scale: 2)
        let nan = Self.field([], weight: 0, sign: 0xC000, scale: 0)
        #expect(try copyField(.text(["nan"]), as: money) == nan)
        #expect(try copyField(.float64([.nan]), as: Self.free) == nan)
        #expect(try copyField(.text(["inf"]), as: Self.free) == Self.field([], weight: 0, sign: 0xD000, scale: 0))
        #expect(
            try copyField(.float64([-.infinity]), as: Self.free) == Self.field([], weight: 0, sign: 0xF000, scale: 0))
        #expect(try copyRefusal(.text(["-Infinity"]), as: money) == .notFinite)
        #expect(try copyRefusal(.float64([.infinity]), as: money) == .notFinite)
    }

    @Test("PostgreSQL's own limits apply without a precision")
    func limits() throws {
        let long = String(repeating: "9", count: 131_072)
        let field = try #require(
            try copyField(.text([long + "." + String(repeating: "7", count: 16_383)]), as: Self.free))
        #expect(Self.printed(field).count == 131_072 + 1 + 16_383)
        #expect(try copyRefusal(.text([long + "0"]), as: Self.free) == .outOfRange)
        #expect(try copyRefusal(.text(["1e131072"]), as: Self.free) == .outOfRange)
        #expect(try copyRefusal(.text(["1e-16384"]), as: Self.free) == .tooManyFractionDigits)
        #expect(try copyField(.text(["1e-16383"]), as: Self.free) == Self.field([10], weight: -4096, scale: 16_383))
        for text in ["", "1e", "abc", "1 2", "e5"] {
            #expect(try copyRefusal(.text([text]), as: Self.free) == (text.isEmpty ? .emptyText : .notNumber))
        }
    }

    @Test(
        "a double is written as the shortest decimal that yields the same double",
        arguments: [
            (0.1, "0.1"), (-2.5, "-2.5"), (1e22, "10000000000000000000000"), (0.1 + 0.2, "0.30000000000000004"),
            (1e-7, "0.0000001"), (123456.789, "123456.789"), (9_007_199_254_740_992, "9007199254740992"),
            (1.0 / 3, "0.3333333333333333"), (-0.0, "0"),
            (1.7976931348623157e308, "17976931348623157" + String(repeating: "0", count: 292)),
        ] as [(Double, String)])
    func doubles(value: Double, text: String) throws {
        let field = try #require(try copyField(.float64([value]), as: Self.free))
        #expect(Self.printed(field) == text)
    }

    @Test("random doubles can be recovered from the numeric", arguments: [11, 12] as [UInt64])
    func randomDoubles(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let values = (0..<3000).flatMap { index -> [Double] in
            let bits = Double(bitPattern: .random(in: 0...UInt64.max, using: &random))
            let scale = [1.0, 10, 100, 1000, 1e6][index % 5]
            return [
                bits.isFinite ? bits : 0,
                Double(Int.random(in: -9_999_999_999...9_999_999_999, using: &random)) / scale,
            ]
        }
        for (value, field) in zip(values, try copyFields(.float64(values), as: Self.free)) {
            let text = Self.printed(try #require(field))
            #expect(Double(text) == value)
            let significant = text.filter { $0 != "-" && $0 != "." }.drop { $0 == "0" }
            #expect(significant.count <= 17 || text.hasSuffix("0"))
        }
    }

    @Test("random decimals keep every digit, at any scale", arguments: [21, 22, 23] as [UInt64])
    func randomDecimals(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in Bool.random(using: &random) ? "0" : String(Int.random(in: 0...9, using: &random)) }
                .joined()
        }
        var (texts, expected): ([String], [String]) = ([], [])
        for _ in 0..<3000 {
            let (whole, fraction) = (
                digits(.random(in: 0...30, using: &random)), digits(.random(in: 1...30, using: &random))
            )
            let trimmed = whole.drop { $0 == "0" }
            let isZero = (whole + fraction).allSatisfy { $0 == "0" }
            texts.append("-\(whole).\(fraction)")
            expected.append("\(isZero ? "" : "-")\(trimmed.isEmpty ? "0" : trimmed).\(fraction)")
        }
        let fields = try copyFields(.text(texts), as: Self.free)
        #expect(try fields.map { Self.printed(try #require($0)) } == expected)
    }

    @Test("random integers keep every digit", arguments: [31] as [UInt64])
    func randomIntegers(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let values =
            [Int64.min, .max, 0, 9999, 10000, -10000]
            + (0..<2000).map { _ in
                Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<63, using: &random)
            }
        let fields = try copyFields(.int64(values), as: Self.free)
        #expect(try fields.map { Self.printed(try #require($0)) } == values.map(String.init))
    }
}
