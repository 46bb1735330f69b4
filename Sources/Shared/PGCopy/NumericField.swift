/// `numeric`: 16 bits each for the count of base-10000 digits, the weight of the first, the sign, the display scale and
/// the digits.
///
/// A number that the column would round or overflow is refused. The display scale is the column's; for `numeric`
/// without limits it is the number of digits after the point in the value.
struct NumericField {
    /// Maximum bytes for a number of at most 64 bits.
    static let shortBound = 24
    private static let maximumDigits = 36_866

    /// Digits before the point that the column keeps; negative if it requires leading zeros after the point.
    private let integerLimit: Int
    /// Digits after the point that the column keeps; negative if the number must end in zeros.
    private let fractionLimit: Int
    /// `nil` to use the value's own.
    private let displayScale: Int?

    private enum Sign {
        static let positive: UInt16 = 0
        static let negative: UInt16 = 0x4000
        static let nan: UInt16 = 0xC000
        static let infinity: UInt16 = 0xD000
        static let negativeInfinity: UInt16 = 0xF000
    }

    /// - Parameter precision: `nil` for PostgreSQL's own limits.
    init(precision: Int?, scale: Int) {
        if let precision {
            (integerLimit, fractionLimit, displayScale) = (precision - scale, scale, max(0, scale))
        } else {
            (integerLimit, fractionLimit, displayScale) = (131_072, 16_383, nil)
        }
    }

    @inline(__always)
    static func bound(_ bytes: UnsafeRawBufferPointer) -> Int {
        min(bytes.count / 2 + 16, 8 + 2 * maximumDigits)
    }

    @inline(__always)
    func write(_ value: Int64, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        try write(value < 0, value.magnitude, 0, to: field)
    }

    /// Writes the shortest decimal that reads back as the same double.
    @inline(__always)
    func write(_ value: Double, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        guard value.isFinite else {
            return try writeSpecial(value.isNaN ? .nan : .infinity, value < 0, to: field)
        }
        let decimal = try ShortestDecimal(value)
        return try write(value < 0, decimal.mantissa, decimal.exponent, to: field)
    }

    /// Writes the shortest decimal that reads back as the same float.
    func write(_ value: Float, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        guard value.isFinite else { return try write(Double(value), to: field) }
        let decimal = try ShortestDecimal(value)
        return try write(value < 0, decimal.mantissa, decimal.exponent, to: field)
    }

    @inline(__always)
    func write(_ bytes: UnsafeRawBufferPointer, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        let number = try DecimalText(bytes)
        guard number.kind == .finite else { return try writeSpecial(number.kind, number.negative, to: field) }
        guard number.isWide else { return try write(number.negative, number.mantissa, number.exponent, to: field) }
        return try writeWide(number, to: field)
    }

    private func writeSpecial(
        _ kind: DecimalText.Kind, _ negative: Bool, to field: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        if kind == .nan {
            writeHead(0, 0, Sign.nan, 0, to: field)
        } else {
            // Like the server, a column with a precision accepts NaN but no infinity.
            guard displayScale == nil else { throw .notFinite }
            writeHead(0, 0, negative ? Sign.negativeInfinity : Sign.infinity, 0, to: field)
        }
        return 8
    }

    /// Writes `mantissa` × 10^`exponent`.
    @inline(__always)
    func write(
        _ negative: Bool, _ mantissa: UInt64, _ exponent: Int, to field: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        let scale = displayScale ?? min(max(0, 0 &- exponent), fractionLimit)
        guard mantissa != 0 else {
            writeHead(0, 0, Sign.positive, scale, to: field)
            return 8
        }
        let surplus = 0 &- fractionLimit &- exponent
        if surplus > 0 {
            guard surplus <= PowersOfTen.highest, mantissa % PowersOfTen[surplus] == 0 else {
                throw .tooManyFractionDigits
            }
        }
        let room = integerLimit &- exponent
        if room <= PowersOfTen.highest {
            guard room > 0, mantissa < PowersOfTen[room] else { throw .outOfRange }
        }
        // Shifts the number so that its last base-10000 digit is complete.
        let shift = exponent & 3
        guard mantissa < PowersOfTen[16 &- shift] else {
            return writeDigits(of: UInt128(mantissa), exponent, negative, scale, to: field)
        }
        return writeDigits(of: mantissa &* PowersOfTen[shift], (exponent &- shift) >> 2, negative, scale, to: field)
    }

    /// Writes `mantissa` × 10^`exponent`; the mantissa has at most 38 digits.
    @inline(never)
    func write(
        _ negative: Bool, wide mantissa: UInt128, _ exponent: Int, to field: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        let surplus = 0 &- fractionLimit &- exponent
        if surplus > 0 {
            guard surplus <= PowersOfTen.highestWide, mantissa % PowersOfTen.wide(surplus) == 0 else {
                throw .tooManyFractionDigits
            }
        }
        let room = integerLimit &- exponent
        if room <= PowersOfTen.highestWide {
            guard room > 0, mantissa < PowersOfTen.wide(room) else { throw .outOfRange }
        }
        let scale = displayScale ?? min(max(0, 0 &- exponent), fractionLimit)
        return writeDigits(of: mantissa, exponent, negative, scale, to: field)
    }

    /// Writes `number` × 10000^`exponent`; the number is below 10^16 and isn't 0.
    ///
    /// All four base-10000 digits are kept in one word, to avoid branches that depend on the number.
    @inline(__always)
    private func writeDigits(
        of number: UInt64, _ exponent: Int, _ negative: Bool, _ scale: Int, to field: UnsafeMutableRawPointer
    ) -> Int {
        let digits = Self.fourDigits(number)
        let (leading, trailing) = (digits.leadingZeroBitCount >> 4, digits.trailingZeroBitCount >> 4)
        let count = 4 &- leading &- trailing
        writeHead(count, exponent &+ 3 &- leading, negative ? Sign.negative : Sign.positive, scale, to: field)
        field.storeBigEndian(digits &<< UInt64(truncatingIfNeeded: leading &* 16), at: 8)
        return 8 &+ 2 &* count
    }

    /// Writes `number` × 10^`exponent`; the number isn't 0 and has at most 38 digits.
    @inline(never)
    private func writeDigits(
        of number: UInt128, _ exponent: Int, _ negative: Bool, _ scale: Int, to field: UnsafeMutableRawPointer
    ) -> Int {
        // The last base-10000 digit takes fewer decimal digits if zeros pad it; the digits before it take at most 12.
        let shift = exponent & 3
        let (upper, last) = PowersOfTen.divide(number, by: PowersOfTen[4 &- shift])
        let (top, low) = PowersOfTen.divide(upper, by: PowersOfTen[16])
        let (high, middle) = PowersOfTen.divide(top, by: PowersOfTen[16])
        let words: [3 of UInt64] = [
            Self.fourDigits(UInt64(truncatingIfNeeded: high)), Self.fourDigits(middle), Self.fourDigits(low),
        ]
        var digits = [13 of UInt16](repeating: 0)
        for place in 0..<12 {
            digits[place] = UInt16(truncatingIfNeeded: words[place >> 2] >> UInt64(48 &- 16 &* (place & 3)))
        }
        digits[12] = UInt16(truncatingIfNeeded: last &* PowersOfTen[shift])
        var (first, end) = (0, 13)
        while digits[first] == 0 { first &+= 1 }
        while digits[end &- 1] == 0 { end &-= 1 }
        let weight = ((exponent &- shift) >> 2) &+ 12 &- first
        writeHead(end &- first, weight, negative ? Sign.negative : Sign.positive, scale, to: field)
        for place in first..<end { field.storeBigEndian(digits[place], at: 8 &+ 2 &* (place &- first)) }
        return 8 &+ 2 &* (end &- first)
    }

    /// The base-10000 digits of a number below 10^16, 16 bits each, most significant first.
    @inline(__always)
    private static func fourDigits(_ number: UInt64) -> UInt64 {
        let high = number / 100_000_000
        let low = number &- high &* 100_000_000
        return twoDigits(high) &<< 32 | twoDigits(low)
    }

    @inline(__always)
    private static func twoDigits(_ number: UInt64) -> UInt64 {
        let high = number / 10_000
        return high &<< 16 | (number &- high &* 10_000)
    }

    /// Writes a number with more digits than 64 bits hold, digit by digit.
    @inline(never)
    private func writeWide(_ number: DecimalText, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        let scale = displayScale ?? min(number.scale, fractionLimit)
        let digits = number.withoutTrailingZeros()
        guard digits.exponent >= -fractionLimit else { throw .tooManyFractionDigits }
        let point = digits.digitCount + digits.exponent
        guard point <= integerLimit else { throw .outOfRange }
        let weight = (point - 1) >> 2
        let padding = (weight + 1) * 4 - point
        let count = (padding + digits.digitCount + 3) / 4
        writeHead(count, weight, digits.negative ? Sign.negative : Sign.positive, scale, to: field)
        var index = -padding
        for group in 0..<count {
            var value: UInt16 = 0
            for _ in 0..<4 {
                let digit = index >= 0 && index < digits.digitCount ? digits.digit(index) : 0
                value = value * 10 + UInt16(digit)
                index += 1
            }
            field.storeBigEndian(value, at: 8 + 2 * group)
        }
        return 8 + 2 * count
    }

    @inline(__always)
    private func writeHead(
        _ count: Int, _ weight: Int, _ sign: UInt16, _ scale: Int, to field: UnsafeMutableRawPointer
    ) {
        let upper = UInt64(UInt16(truncatingIfNeeded: count)) &<< 48 | UInt64(UInt16(truncatingIfNeeded: weight)) &<< 32
        field.storeBigEndian(upper | UInt64(sign) &<< 16 | UInt64(UInt16(truncatingIfNeeded: scale)), at: 0)
    }
}
