import Glibc

/// Decodes SQLite values in place, from the form in which their read expressions deliver them.
///
/// A driver returns every value as text, or with one class per column. So a value of another class is prefixed with a
/// mark, U+0001, which starts no other value: a text that begins with U+0001 is marked too. A value that its target
/// can't hold arrives as the mark and a letter, and is refused here; it never becomes a value.
package enum ClassedValue {
    /// Why a value isn't acceptable to its target.
    package enum Refusal: Error {
        case blob, nul, number, surrogate, malformed

        /// - Parameter column: the column's name, used in the suggested remedy.
        package func message(column: String) -> String {
            switch self {
            case .blob:
                "holds a blob, which isn't text; to copy its bytes, set columns: {\(column): {type: bytea}}"
            case .nul:
                """
                holds a text with a NUL (U+0000), which PostgreSQL can't store in a text; to copy its bytes, set \
                columns: {\(column): {type: bytea}}; otherwise replace it in an expr
                """
            case .number:
                "holds a number, which has no bytes; choose a type other than bytea, or cast it in an expr"
            case .surrogate: "holds half of a surrogate pair, which PostgreSQL can't store as text"
            case .malformed: "holds a value that its driver printed incorrectly"
            }
        }
    }

    package static let mark: UInt8 = 1

    /// Decodes a value of form `classed` into its text, in place; returns the text's length.
    @inline(__always)
    package static func decode(_ value: UnsafeMutablePointer<UInt8>, _ length: Int) throws(Refusal) -> Int {
        guard length > 0, value[0] == mark else { return length }
        return try unmark(value, length)
    }

    @inline(never)
    private static func unmark(_ value: UnsafeMutablePointer<UInt8>, _ length: Int) throws(Refusal) -> Int {
        guard length >= 2 else { throw .malformed }
        switch value[1] {
        case UInt8(ascii: "b"): throw .blob
        case UInt8(ascii: "n"): throw .nul
        case UInt8(ascii: "t"):
            memmove(value, value + 2, length - 2)
            return length - 2
        case UInt8(ascii: "r"):
            memmove(value, value + 2, length - 2)
            return ShortestReal.shorten(value, length - 2)
        default: throw .malformed
        }
    }

    /// Decodes a value of form `bytes` in place; returns the number of bytes.
    ///
    /// `X'…'` is a blob. `T…` is a text preceded by an é, which reveals its encoding; texts become UTF-8. Numbers are
    /// refused.
    package static func decodeBytes(_ value: UnsafeMutablePointer<UInt8>, _ length: Int) throws(Refusal) -> Int {
        guard length > 0 else { throw .malformed }
        switch value[0] {
        case UInt8(ascii: "X"):
            guard length >= 3, length % 2 == 1, isBlob(value, length) else { throw .malformed }
            return try decodeHex(value + 2, (length - 3) / 2, into: value)
        case UInt8(ascii: "T"):
            guard length >= 5, length % 2 == 1 else { throw .malformed }
            switch try byte(value + 1) {
            case 0xC3: return try decodeHex(value + 5, (length - 5) / 2, into: value)
            case 0xE9: return try decodeUnits(value + 5, (length - 5) / 4, into: value, high: 2)
            case 0x00: return try decodeUnits(value + 5, (length - 5) / 4, into: value, high: 0)
            default: throw .malformed
            }
        default: throw .number
        }
    }

    /// Whether a value of form `bytes` is a blob; its digits are decoded by `decodeHex`.
    package static func isBlob(_ value: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        length >= 2 && value[0] == UInt8(ascii: "X") && value[1] == UInt8(ascii: "'")
    }

    /// Decodes `2 × count` hex digits into `count` bytes; works in place if `bytes` doesn't start after `digits`.
    package static func decodeHex(
        _ digits: UnsafePointer<UInt8>, _ count: Int, into bytes: UnsafeMutablePointer<UInt8>
    ) throws(Refusal) -> Int {
        var wrong: UInt8 = 0
        hexValues.withUnsafeBufferPointer { values in
            for index in 0..<count {
                let high = values[Int(digits[2 &* index])]
                let low = values[Int(digits[2 &* index &+ 1])]
                wrong |= high | low
                bytes[index] = high << 4 | low
            }
        }
        guard wrong < 16 else { throw .malformed }
        return count
    }

    /// Converts UTF-16, given as hex digits, to UTF-8; three bytes at most replace the four digits of a code unit.
    private static func decodeUnits(
        _ digits: UnsafePointer<UInt8>, _ count: Int, into bytes: UnsafeMutablePointer<UInt8>, high: Int
    ) throws(Refusal) -> Int {
        var (written, index) = (0, 0)
        while index < count {
            var scalar = try unit(digits + 4 * index, high)
            index += 1
            if scalar & 0xF800 == 0xD800 {
                guard scalar < 0xDC00, index < count else { throw .surrogate }
                let low = try unit(digits + 4 * index, high)
                guard low & 0xFC00 == 0xDC00 else { throw .surrogate }
                index += 1
                scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(scalar) else { throw .surrogate }
            for byte in scalar.utf8 {
                bytes[written] = byte
                written += 1
            }
        }
        return written
    }

    /// A UTF-16 code unit; the digits of its high byte start at offset `high`.
    private static func unit(_ digits: UnsafePointer<UInt8>, _ high: Int) throws(Refusal) -> UInt32 {
        UInt32(try byte(digits + high)) << 8 | UInt32(try byte(digits + 2 - high))
    }

    private static func byte(_ digits: UnsafePointer<UInt8>) throws(Refusal) -> UInt8 {
        let (high, low) = (hexValues[Int(digits[0])], hexValues[Int(digits[1])])
        guard high | low < 16 else { throw .malformed }
        return high << 4 | low
    }

    /// The value of each byte as a hex digit; 255 if it isn't one.
    private static let hexValues: [UInt8] = (0...255).map { byte in
        switch byte {
        case 0x30...0x39: UInt8(byte - 0x30)
        case 0x41...0x46: UInt8(byte - 0x41 + 10)
        case 0x61...0x66: UInt8(byte - 0x61 + 10)
        default: 255
        }
    }
}
