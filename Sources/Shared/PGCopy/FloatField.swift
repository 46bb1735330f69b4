/// The fields of `real` and `double precision`: IEEE 754 bits in network byte order.
///
/// NaN, infinities and −0 are preserved.
enum FloatField<Value: FloatBits> {
    /// Accepts integers that the type holds exactly.
    @inline(__always)
    static func bits(_ value: Int64) throws(Refusal) -> Value.Bits {
        guard let float = Value(exactly: value) else { throw .inexact }
        return float.bitPattern
    }

    /// Accepts numbers that the type holds exactly.
    @inline(__always)
    static func bits(_ value: Double) throws(Refusal) -> Value.Bits {
        let float = Value(value)
        guard Double(float) == value || value.isNaN else { throw .inexact }
        return float.bitPattern
    }

    /// The nearest number of the type, as PostgreSQL parses it; numbers out of the type's range are refused.
    @inline(__always)
    static func bits(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Value.Bits {
        let number = try DecimalText(bytes)
        let value: Value
        switch number.kind {
        case .nan: return Value.nan.bitPattern
        case .infinity: value = .infinity
        case .finite:
            if number.isWide || abs(number.exponent) > PowersOfTen.highest {
                value = try slowly(bytes)
            } else {
                value = nearest(number.mantissa, number.exponent)
            }
            guard value.isFinite, value != 0 || number.isZero else { throw .outOfRange }
        }
        return (number.negative ? -value : value).bitPattern
    }

    /// The number nearest to ± `mantissa` × 10^`exponent`; the exponent is at most 19 either way, so every type can
    /// hold it.
    @inline(__always)
    static func bits(_ negative: Bool, _ mantissa: UInt64, _ exponent: Int) -> Value.Bits {
        let value = nearest(mantissa, exponent)
        return (negative ? -value : value).bitPattern
    }

    /// `mantissa` × 10^`exponent`, correctly rounded; the exponent is at most 19 either way.
    ///
    /// The product or quotient is computed in 128 bits and truncated to 63 or 64, whose last bit is set if any nonzero
    /// bit was lost. So the single conversion rounds as if it saw all bits.
    @inline(__always)
    private static func nearest(_ mantissa: UInt64, _ exponent: Int) -> Value {
        if exponent == 0 || mantissa == 0 { return Value(mantissa) }
        if exponent > 0 {
            let product = UInt128(mantissa) &* UInt128(PowersOfTen[exponent])
            let shift = max(0, 64 - product.leadingZeroBitCount)
            let kept = product >> UInt128(shift)
            let cut = kept << UInt128(shift) != product
            return scaled(UInt64(truncatingIfNeeded: kept), cut, by: shift)
        }
        let power = PowersOfTen[-exponent]
        let (mantissaShift, powerShift) = (mantissa.leadingZeroBitCount, power.leadingZeroBitCount)
        // The numerator's high word must be less than the divisor, hence half of the shifted mantissa.
        let numerator = mantissa << mantissaShift
        let division = (power << powerShift).dividingFullWidth((numerator >> 1, numerator << 63))
        return scaled(division.quotient, division.remainder != 0, by: powerShift - mantissaShift - 63)
    }

    @inline(__always)
    private static func scaled(_ bits: UInt64, _ cut: Bool, by power: Int) -> Value {
        Value(sign: .plus, exponent: Value.Exponent(power), significand: Value(cut ? bits | 1 : bits))
    }

    /// For more digits or a larger exponent than 128 bits hold.
    ///
    /// Relies on the process keeping the C locale's number format.
    @inline(never)
    private static func slowly(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Value {
        let text = try ByteScanner(trimming: bytes)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            guard let copy = buffer.baseAddress else { return .nan }
            UnsafeMutableRawPointer(copy).copyMemory(from: text.next, byteCount: text.count)
            copy[text.count] = 0
            return Value.read(copy).magnitude
        }
    }
}
