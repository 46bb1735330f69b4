import Glibc

/// Shortens a printed SQLite real to the fewest digits that read back as the same value.
enum ShortestReal {
    /// Enough digits for any double.
    private static let most = 17
    /// A decimal with at most this many digits survives the round trip through its nearest double.
    private static let alwaysExact = 15

    /// Rewrites `text`, as printed by `printf('%!.18g')`, in place; returns its new length, which is never larger.
    ///
    /// Anything that isn't a finite number is left unchanged.
    static func shorten(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) -> Int {
        guard length <= 32, let number = Decimal(text, length), number.digits > alwaysExact else { return length }
        let value = number.double
        var places = value.isNormal ? alwaysExact : 1
        while places <= most {
            if let shorter = number.rounded(to: places, readingBack: value) { return shorter.write(to: text) }
            places += 1
        }
        return length
    }

    /// ± `mantissa` × 10^`exponent`, with its number of digits.
    private struct Decimal {
        var isNegative = false
        var mantissa: UInt64 = 0
        var digits = 0
        var exponent = 0

        init?(_ text: UnsafePointer<UInt8>, _ length: Int) {
            var (index, afterPoint) = (0, false)
            if index < length, text[index] == UInt8(ascii: "-") { (isNegative, index) = (true, 1) }
            while index < length, text[index] != UInt8(ascii: "e") {
                let digit = text[index] &- 0x30
                if text[index] == UInt8(ascii: "."), !afterPoint {
                    afterPoint = true
                } else {
                    guard digit < 10, digits < 19 else { return nil }
                    mantissa = mantissa * 10 + UInt64(digit)
                    if mantissa > 0 { digits += 1 }
                    if afterPoint { exponent -= 1 }
                }
                index += 1
            }
            if index < length {
                index += 1
                var (power, isBelow) = (0, false)
                while index < length {
                    switch text[index] {
                    case UInt8(ascii: "-"): isBelow = true
                    case UInt8(ascii: "+"): break
                    case 0x30...0x39: power = power * 10 + Int(text[index] - 0x30)
                    default: return nil
                    }
                    index += 1
                }
                exponent += isBelow ? -power : power
            }
            dropZeros()
        }

        /// Drops trailing zeros from the mantissa.
        private mutating func dropZeros() {
            while mantissa > 0, mantissa % 10 == 0 {
                mantissa /= 10
                exponent += 1
                digits -= 1
            }
        }

        /// The nearest double.
        var double: Double {
            // SAFETY: 19 digits, an exponent of at most 5 characters and the terminator.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
                guard let text = buffer.baseAddress else { return .nan }
                let bytes = UnsafeMutableRawPointer(text).assumingMemoryBound(to: UInt8.self)
                var end = Self.put(mantissa, bytes)
                bytes[end] = UInt8(ascii: "e")
                end += 1
                if exponent < 0 {
                    bytes[end] = UInt8(ascii: "-")
                    end += 1
                }
                end += Self.put(UInt64(exponent.magnitude), bytes + end)
                bytes[end] = 0
                return strtod(text, nil)
            }
        }

        /// The nearest decimal with `places` digits, if it reads back as `value`; otherwise the one on the other side,
        /// if it does.
        func rounded(to places: Int, readingBack value: Double) -> Decimal? {
            guard places < digits else { return nil }
            var power: UInt64 = 1
            for _ in places..<digits { power *= 10 }
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: power)
            let isUp = remainder >= power - remainder
            for up in [isUp, !isUp] {
                var candidate = self
                candidate.mantissa = quotient + (up ? 1 : 0)
                candidate.exponent += digits - places
                candidate.digits = places
                candidate.dropZeros()
                if candidate.double == value { return candidate }
            }
            return nil
        }

        /// Writes the number as SQLite prints a real: digits on both sides of a point; an exponent from 10^17 on and
        /// below 10^-4.
        func write(to text: UnsafeMutablePointer<UInt8>) -> Int {
            // SAFETY: the output has fewer digits than the text read, and no more zeros.
            var end = 0
            func put(_ byte: UInt8) {
                text[end] = byte
                end += 1
            }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
                guard let digit = buffer.baseAddress else { return }
                let count = Self.put(mantissa, digit)
                let point = count + exponent
                if isNegative { put(UInt8(ascii: "-")) }
                let isPlain = point > -4 && point <= ShortestReal.most
                let before = isPlain ? max(point, 0) : 1
                if before == 0 { put(UInt8(ascii: "0")) }
                for place in 0..<before { put(place < count ? digit[place] : UInt8(ascii: "0")) }
                put(UInt8(ascii: "."))
                if isPlain, point < 0 { for _ in point..<0 { put(UInt8(ascii: "0")) } }
                if before < count {
                    for place in before..<count { put(digit[place]) }
                } else {
                    put(UInt8(ascii: "0"))
                }
                if !isPlain {
                    put(UInt8(ascii: "e"))
                    put(point > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
                    let power = UInt64((point - 1).magnitude)
                    if power < 10 { put(UInt8(ascii: "0")) }
                    end += Self.put(power, text + end)
                }
            }
            return end
        }

        /// Writes a number's decimal digits; returns how many.
        private static func put(_ number: UInt64, _ text: UnsafeMutablePointer<UInt8>) -> Int {
            var (rest, count) = (number, 1)
            while rest >= 10 {
                rest /= 10
                count += 1
            }
            rest = number
            for place in stride(from: count - 1, through: 0, by: -1) {
                text[place] = UInt8(0x30 + rest % 10)
                rest /= 10
            }
            return count
        }
    }
}
