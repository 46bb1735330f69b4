/// Converts decimals that arrive as scaled integers, for any target type.
///
/// Values that fit 64 bits, and for `numeric` those of up to 38 digits, are converted by arithmetic; others are printed
/// and parsed as text, which has no limit on length.
struct DecimalField {
    /// Maximum length of a number as text: 78 digits, 99 zeros on either side, sign and point.
    static let textBound = 192
    private let scale: Int
    private let scratch: UnsafeMutableRawPointer

    /// - Parameter scratch: at least `textBound` bytes.
    init(scale: Int, scratch: UnsafeMutableRawPointer) {
        self.scale = scale
        self.scratch = scratch
    }

    @inline(__always)
    func integer<Field: FixedWidthInteger & SignedInteger>(
        _ value: ScaledInteger, _: Field.Type
    ) throws(Refusal) -> Field {
        if scale == 0, let magnitude = value.short, magnitude <= UInt64(Int64.max) {
            let number = Int64(truncatingIfNeeded: magnitude)
            return try IntegerField<Field>.value(value.negative ? 0 &- number : number)
        }
        return try IntegerField<Field>.value(text(value))
    }

    @inline(__always)
    func bits<Value: FloatBits>(_ value: ScaledInteger, _: Value.Type) throws(Refusal) -> Value.Bits {
        if abs(scale) <= PowersOfTen.highest, let magnitude = value.short {
            return FloatField<Value>.bits(value.negative, magnitude, 0 &- scale)
        }
        return try FloatField<Value>.bits(text(value))
    }

    @inline(__always)
    func numeric(
        _ value: ScaledInteger, _ field: NumericField, to memory: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        if let magnitude = value.short {
            return try field.write(value.negative, magnitude, 0 &- scale, to: memory)
        }
        if value.high == 0, value.low < PowersOfTen.wide(PowersOfTen.highestWide) {
            return try field.write(value.negative, wide: value.low, 0 &- scale, to: memory)
        }
        return try field.write(text(value), to: memory)
    }

    /// Writes all digits after the point that the column has: `1.50`.
    func text(
        _ value: ScaledInteger, _ field: TextField, to memory: UnsafeMutableRawPointer
    ) throws(Refusal) -> Int {
        var out = ASCIIWriter(memory)
        out.write(value, scale: scale)
        return try field.checked(out)
    }

    private func text(_ value: ScaledInteger) -> UnsafeRawBufferPointer {
        var out = ASCIIWriter(scratch)
        out.write(value, scale: scale)
        return UnsafeRawBufferPointer(start: scratch, count: out.count)
    }
}

extension ASCIIWriter {
    /// Writes a number such as `-12.50`; a negative scale's zeros are written out.
    mutating func write(_ value: ScaledInteger, scale: Int) {
        let groups = value.groups
        var top = 4
        while top > 0, groups[top] == 0 { top -= 1 }
        var digits = 1
        while digits <= PowersOfTen.highest - 1, groups[top] >= PowersOfTen[digits] { digits += 1 }
        digits += top * 19
        if value.negative { write("-") }
        // From the highest place that is printed to the lowest.
        var place = max(digits, scale + 1)
        while place > 0 {
            if place == scale { write(".") }
            place -= 1
            let group = place / 19
            let digit = group < 5 ? groups[group] / PowersOfTen[place % 19] % 10 : 0
            write(digit)
        }
        if scale < 0, value.low | value.high != 0 {
            for _ in 0..<(0 - scale) { write("0") }
        }
    }
}
