import Glibc
import RowSource
import Testing

@Suite("SQLite's marked values")
struct ClassedValueTests {
    private func decoded(
        _ text: String, _ decode: (UnsafeMutablePointer<UInt8>, Int) throws(ClassedValue.Refusal) -> Int
    ) throws(ClassedValue.Refusal) -> [UInt8] {
        let count = text.utf8.count
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: count + 1)
        defer { memory.deallocate() }
        for (index, byte) in text.utf8.enumerated() { memory[index] = byte }
        let length = try decode(memory, count)
        return Array(UnsafeBufferPointer(start: memory, count: length))
    }

    private func text(_ text: String) throws(ClassedValue.Refusal) -> String {
        String(decoding: try decoded(text, ClassedValue.decode), as: UTF8.self)
    }

    @Test("unmarked values are unchanged; a marked text loses its mark")
    func texts() throws {
        #expect(try ["", "a", "12", "t", "\u{2}x"].map(text) == ["", "a", "12", "t", "\u{2}x"])
        #expect(try text("\u{1}t\u{1}r5") == "\u{1}r5")
        #expect(throws: ClassedValue.Refusal.blob) { try text("\u{1}b") }
        #expect(throws: ClassedValue.Refusal.nul) { try text("\u{1}n") }
        #expect(throws: ClassedValue.Refusal.malformed) { try text("\u{1}") }
        #expect(throws: ClassedValue.Refusal.malformed) { try text("\u{1}x") }
    }

    @Test(
        "a real has the fewest digits that yield the same number, on both sides of its point",
        arguments: [
            ("51.507350912345672", "51.50735091234567"), ("51.5073509123456719", "51.50735091234567"),
            ("0.10000000000000001", "0.1"), ("3.0", "3.0"),
            ("1.0e+22", "1.0e+22"), ("-0.0", "-0.0"), ("Inf", "Inf"), ("-Inf", "-Inf"),
            ("4.9406564584124654e-324", "5.0e-324"), ("1.7976931348623157e+308", "1.7976931348623157e+308"),
            ("0.00012345678901234568", "0.00012345678901234568"), ("1.2345678901234567e-05", "1.2345678901234567e-05"),
            ("12345678901234568.0", "12345678901234568.0"), ("9.9999999999999992e+22", "1.0e+23"),
            ("-0.30000000000000004", "-0.30000000000000004"), ("123456789.12345679", "123456789.12345679"),
        ])
    func reals(_ printed: String, _ shortest: String) throws {
        #expect(try text("\u{1}r\(printed)") == shortest)
    }

    @Test("reals of all sizes can be recovered from their shortened text, which has no surplus digit")
    func manyReals() throws {
        var random = SystemRandomNumberGenerator()
        for number in 0..<20_000 {
            let value =
                number % 2 == 0
                ? Double(bitPattern: random.next()) : Double.random(in: -1000...1000, using: &random)
            guard value.isFinite else { continue }
            let short = try text("\u{1}r\(Self.printed(value))")
            #expect(Double(short) == value, "\(value)")
            #expect(Self.digits(short) == Self.digits("\(value)"), "\(value): \(short)")
        }
    }

    /// The number printed with 18 digits.
    private static func printed(_ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        _ = withVaList([value]) { vsnprintf(&buffer, 64, "%.18g", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func digits(_ text: String) -> Int {
        var digits = text.prefix { $0 != "e" }.filter(\.isNumber)[...]
        while digits.first == "0" { digits.removeFirst() }
        while digits.last == "0" { digits.removeLast() }
        return digits.count
    }

    @Test("blobs and texts of any encoding become bytes; those of texts are in UTF-8")
    func bytes() throws {
        func bytes(_ text: String) throws(ClassedValue.Refusal) -> [UInt8] {
            try decoded(text, ClassedValue.decodeBytes)
        }
        let expected = Array("a\u{0}é€😀".utf8)
        #expect(try bytes("X'00FF5c'") == [0, 255, 0x5C])
        #expect(try bytes("X''") == [])
        #expect(try bytes("TC3A9") == [] && bytes("TE900") == [] && bytes("T00E9") == [])
        #expect(try bytes("TC3A96100C3A9E282ACF09F9880") == expected)
        #expect(try bytes("TE90061000000E900AC203DD800DE") == expected)
        #expect(try bytes("T00E90061000000E920ACD83DDE00") == expected)
        #expect(throws: ClassedValue.Refusal.surrogate) { try bytes("TE9003DD8") }
        #expect(throws: ClassedValue.Refusal.surrogate) { try bytes("TE90000DE") }
        #expect(throws: ClassedValue.Refusal.number) { try bytes("5") }
        for wrong in ["", "X", "X'0'", "X'0G'", "T", "T12", "TC3A90"] {
            #expect(throws: ClassedValue.Refusal.malformed) { try bytes(wrong) }
        }
    }
}
