import Model
import RowSource
import TestKit
import Testing

/// Each Arrow layout in real memory, encoded by the real encoder and decoded by a real server; layouts that the
/// installed drivers never use are built here byte by byte.
@Suite("Arrow's layouts, as PostgreSQL reads them")
struct ArrowLayoutTests {
    /// Where the values start in their arrays.
    static let offsets = [0, 3, 8]

    @Test("integers of every width", arguments: offsets)
    func integers(offset: Int) async throws {
        let copy = try await ArrowCopy()
        func check<Value: FixedWidthInteger & BitwiseCopyable>(_ format: String, _: Value.Type) async throws {
            let column = ArrowColumn.fixed(format, [Value.min, nil, Value.max, 1], junk: Value(0x55), offset: offset)
            let expected = ["\(Value.min)", "∅", "\(Value.max)", "1"]
            #expect(try await copy.texts(column, as: .numeric(precision: nil, scale: 0)) == expected, "\(format)")
            #expect(try await copy.texts(column, as: .text) == expected, "\(format)")
            if Value.max <= Int64.max { #expect(try await copy.texts(column, as: .bigint) == expected, "\(format)") }
        }
        try await check("c", Int8.self)
        try await check("C", UInt8.self)
        try await check("s", Int16.self)
        try await check("S", UInt16.self)
        try await check("i", Int32.self)
        try await check("I", UInt32.self)
        try await check("l", Int64.self)
        try await check("L", UInt64.self)
    }

    @Test("booleans, floats of every width", arguments: offsets)
    func numbers(offset: Int) async throws {
        let copy = try await ArrowCopy()
        let flags = ArrowColumn.bits([true, nil, false, true, true], offset: offset)
        #expect(try await copy.texts(flags, as: .boolean) == ["true", "∅", "false", "true", "true"])
        let halves = ArrowColumn.fixed("e", [UInt16(0x3C00), nil, 0x7BFF, 0xFC00], junk: UInt16(1), offset: offset)
        #expect(try await copy.texts(halves, as: .real) == ["1", "∅", "65504", "-Infinity"])
        let floats = ArrowColumn.fixed(
            "f", [Float(0.1), nil, -.infinity, .nan, 16_777_216, .leastNonzeroMagnitude], junk: Float(9), offset: offset
        )
        let expected = ["0.1", "∅", "-Infinity", "NaN", "1.6777216e+07", "1e-45"]
        #expect(try await copy.texts(floats, as: .real) == expected)
        #expect(
            try await copy.texts(floats, as: .text) == ["0.1", "∅", "-Infinity", "NaN", "16777216", "1e-45"])
        let doubles = ArrowColumn.fixed("g", [0.1, nil, .nan, .greatestFiniteMagnitude], junk: 9.0, offset: offset)
        #expect(
            try await copy.texts(doubles, as: .doublePrecision) == ["0.1", "∅", "NaN", "1.7976931348623157e+308"])
    }

    @Test("decimals of 32, 64, 128 and 256 bits", arguments: offsets)
    func decimals(offset: Int) async throws {
        let copy = try await ArrowCopy()
        let free = TargetType.numeric(precision: nil, scale: 0)
        let short = ArrowColumn.fixed("d:9,2,32", [Int32(-12345), nil, 100], junk: Int32(7), offset: offset)
        #expect(try await copy.texts(short, as: free) == ["-123.45", "∅", "1.00"])
        let middle = ArrowColumn.fixed("d:18,4,64", [Int64(-1), nil, .max], junk: Int64(7), offset: offset)
        #expect(try await copy.texts(middle, as: free) == ["-0.0001", "∅", "922337203685477.5807"])
        let nines = Int128(99_999_999_999_999_999_999_999_999_999_999_999_999)
        let long = ArrowColumn.fixed("d:38,0", [nines, nil, 0 - nines, 42], junk: Int128(7), offset: offset)
        let digits = String(repeating: "9", count: 38)
        #expect(try await copy.texts(long, as: free) == [digits, "∅", "-" + digits, "42"])
        #expect(try await copy.texts(long, as: .text) == [digits, "∅", "-" + digits, "42"])
        let fraction = ArrowColumn.fixed("d:38,37", [nines, nil, 0 - nines, 1], junk: Int128(7), offset: offset)
        let nine = "9." + digits.dropFirst()
        let least = "0." + String(repeating: "0", count: 36) + "1"
        #expect(
            try await copy.texts(fraction, as: .numeric(precision: 38, scale: 37)) == [nine, "∅", "-" + nine, least])
        #expect(try await copy.texts(fraction, as: .text) == [nine, "∅", "-" + nine, least])
        let hundreds = ArrowColumn.fixed("d:38,-2", [Int128(-5), nil, 0], junk: Int128(7), offset: offset)
        #expect(try await copy.texts(hundreds, as: free) == ["-500", "∅", "0"])
        #expect(try await copy.texts(hundreds, as: .bigint) == ["-500", "∅", "0"])
        // 2^255 − 1, its negative, −2^128, whose lower half is 0, and a number of 64 bits.
        let most = [UInt64.max, .max, .max, .max >> 1]
        let wide = ArrowColumn.fixedBinary(
            32,
            [
                ArrowColumn.decimal256(most, negative: false), nil, ArrowColumn.decimal256(most, negative: true),
                ArrowColumn.decimal256([0, 0, 1], negative: true), ArrowColumn.decimal256([1234], negative: true),
            ], offset: offset)
        wide.format = "d:76,3,256"
        let power = "57896044618658097711785492504343953926634992332820282019728792003956564819967"
        let scaled = "\(power.dropLast(3)).\(power.suffix(3))"
        let expected = [scaled, "∅", "-" + scaled, "-340282366920938463463374607431768211.456", "-1.234"]
        #expect(try await copy.texts(wide, as: free) == expected)
        #expect(try await copy.texts(wide, as: .text) == expected)
    }

    @Test("a decimal can be copied to any number type that holds it")
    func decimalTargets() async throws {
        let copy = try await ArrowCopy()
        let whole = ArrowColumn.fixed("d:38,2", [Int128(12_300), nil, -100], junk: Int128(7))
        #expect(try await copy.texts(whole, as: .integer) == ["123", "∅", "-1"])
        #expect(try await copy.texts(whole, as: .smallint) == ["123", "∅", "-1"])
        #expect(try await copy.texts(whole, as: .doublePrecision) == ["123", "∅", "-1"])
        let tenth = ArrowColumn.fixed("d:38,1", [Int128(1), Int128(1) << 100], junk: Int128(7))
        #expect(try await copy.texts(tenth, as: .doublePrecision) == ["0.1", "1.2676506002282295e+29"])
        let flags = ArrowColumn.fixed("d:38,0", [Int128(1), nil, 0], junk: Int128(7))
        #expect(try await copy.texts(flags, as: .boolean) == ["true", "∅", "false"])
    }

    @Test("texts and binaries: offsets of both widths, views, fixed size", arguments: offsets)
    func bytes(offset: Int) async throws {
        let copy = try await ArrowCopy()
        let values: [String?] = [
            "", nil, "twelve bytes", "thirteen byte", "é€😀 beyond ASCII, and long", nil, "second buffer's text",
        ]
        let expected = values.map { $0 ?? "∅" }
        for format in ["u", "U"] {
            let column = ArrowColumn.texts(format, values, offset: offset)
            #expect(try await copy.texts(column, as: .text) == expected, "\(format)")
        }
        let bytes = values.map { $0.map { Array($0.utf8) } }
        #expect(try await copy.texts(.views("vu", bytes, offset: offset), as: .text) == expected)
        let hex = bytes.map { $0.map { "\\x" + $0.map(Self.hex).joined() } ?? "∅" }
        for format in ["z", "Z"] {
            #expect(try await copy.texts(.bytes(format, bytes, offset: offset), as: .bytea) == hex, "\(format)")
        }
        #expect(try await copy.texts(.views("vz", bytes, offset: offset), as: .bytea) == hex)
        let keys: [[UInt8]?] = [Array(0..<16), nil, [UInt8](repeating: 255, count: 16)]
        let uuids = ArrowColumn.fixedBinary(16, keys, offset: offset)
        #expect(
            try await copy.texts(uuids, as: .uuid)
                == ["00010203-0405-0607-0809-0a0b0c0d0e0f", "∅", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
        #expect(try await copy.texts(uuids, as: .bytea).first == "\\x000102030405060708090a0b0c0d0e0f")
    }

    @Test("columns without buffers because no row has a value, and columns of the null type")
    func missingMemory() async throws {
        let copy = try await ArrowCopy()
        let nothing = ArrowColumn("n", rows: 3, buffers: [])
        #expect(try await copy.texts(nothing, as: .integer) == ["∅", "∅", "∅"])
        let empty = ArrowColumn("u", rows: 2, buffers: [[0], nil, nil])
        #expect(try await copy.texts(empty, as: .text) == ["∅", "∅"])
        let blank = ArrowColumn("u", rows: 2, buffers: [nil, [UInt8](repeating: 0, count: 12), nil])
        #expect(try await copy.texts(blank, as: .text) == ["", ""])
    }

    static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
