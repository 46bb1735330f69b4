/// A decimal number parsed from text: ± digits × 10^exponent, NaN or an infinity.
struct DecimalText {
    enum Kind {
        case finite, nan, infinity
    }

    var kind = Kind.finite
    var negative = false
    /// The digits as one number; undefined if `isWide`.
    var mantissa: UInt64 = 0
    var exponent = 0
    /// Whether there are more than 19 digits from the first nonzero one; see `digit(_:)`.
    var isWide = false
    /// Number of digits from the first nonzero one, if `isWide`.
    private(set) var digitCount = 0
    private var first: UnsafePointer<UInt8>
    /// As written, including leading zeros.
    private var digitsBeforePoint = 0
    private var leadingZeros = 0

    /// Exponents beyond this are out of range for every target; the limit prevents overflow.
    private static let maximumExponent = 1_000_000

    /// Digits after the point, counting the exponent: `1.50` has 2, `1.5e3` has none.
    @inline(__always)
    var scale: Int { max(0, 0 &- exponent) }

    @inline(__always)
    var isZero: Bool { mantissa == 0 && !isWide }

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        var scanner = try ByteScanner(trimming: bytes)
        let minus = scanner.skip("-")
        if !minus { _ = scanner.skip("+") }
        // Locals keep the loops' state in registers.
        var digits: UInt64 = 0
        let start = scanner.next
        while scanner.digit < 10 {
            digits = digits &* 10 &+ UInt64(scanner.digit)
            scanner.step()
        }
        let point = scanner.next
        if scanner.skip(".") {
            while scanner.digit < 10 {
                digits = digits &* 10 &+ UInt64(scanner.digit)
                scanner.step()
            }
            exponent = point - scanner.next + 1
        }
        (negative, mantissa, first, digitsBeforePoint) = (minus, digits, start, point - start)
        digitCount = digitsBeforePoint &- exponent
        if !scanner.isAtEnd || digitCount == 0 { try readTail(&scanner) }
        if digitCount > 19 { skipLeadingZeros() }
    }

    /// Reads an exponent, or one of the special words.
    private mutating func readTail(_ scanner: inout ByteScanner) throws(Refusal) {
        if digitCount == 0 {
            // A point alone isn't a number.
            guard scanner.next == first else { throw .notNumber }
            if scanner.skip(word: "nan") {
                kind = .nan
            } else if scanner.skip(word: "infinity") || scanner.skip(word: "inf") {
                kind = .infinity
            }
            guard scanner.isAtEnd, kind != .finite else { throw .notNumber }
            return
        }
        guard scanner.skip("e") || scanner.skip("E") else { throw .notNumber }
        let negative = scanner.skip("-")
        if !negative { _ = scanner.skip("+") }
        guard scanner.digit < 10 else { throw .notNumber }
        var power = 0
        while scanner.digit < 10 {
            power = min(power &* 10 &+ Int(scanner.digit), Self.maximumExponent)
            scanner.step()
        }
        guard scanner.isAtEnd else { throw .notNumber }
        exponent &+= negative ? 0 &- power : power
    }

    private mutating func skipLeadingZeros() {
        while digitCount > 0, digit(0) == 0 {
            leadingZeros += 1
            digitCount -= 1
        }
        isWide = digitCount > 19
    }

    /// The digit at an index that counts from the first nonzero one; for wide numbers.
    @inline(__always)
    func digit(_ index: Int) -> UInt8 {
        let place = leadingZeros &+ index
        return first[place < digitsBeforePoint ? place : place &+ 1] &- 0x30
    }

    /// The digits before the point as one number; `nil` if there are more than 19.
    var wholePart: UInt64? {
        let dropped = scale
        guard isWide else { return dropped > PowersOfTen.highest ? 0 : mantissa / PowersOfTen[dropped] }
        let count = max(0, digitCount - dropped)
        return count > 19 ? nil : (0..<count).reduce(0) { $0 * 10 + UInt64(digit($1)) }
    }

    /// The same value without trailing zeros in its digits: `5.000` becomes 5 × 10^0.
    func withoutTrailingZeros() -> DecimalText {
        var short = self
        if isWide {
            while short.digit(short.digitCount - 1) == 0 {
                short.digitCount -= 1
                short.exponent += 1
            }
            short.isWide = short.digitCount > 19
            short.mantissa = 0
            if !short.isWide {
                for index in 0..<short.digitCount { short.mantissa = short.mantissa * 10 + UInt64(digit(index)) }
            }
        }
        while !short.isWide, short.mantissa != 0, short.mantissa % 10 == 0 {
            short.mantissa /= 10
            short.exponent += 1
        }
        return short
    }
}
