/// The unscaled integer of a decimal: a sign and at most 256 bits.
struct ScaledInteger {
    let negative: Bool
    /// The lower and upper half of the magnitude.
    let low: UInt128
    let high: UInt128

    @inline(__always)
    init<Stored: FixedWidthInteger>(_ value: Stored) {
        negative = value < 0
        low = UInt128(value.magnitude)
        high = 0
    }

    /// Converts from two's complement.
    @inline(__always)
    init(low: UInt128, high: UInt128) {
        negative = high >> 127 != 0
        self.low = negative ? 0 &- low : low
        self.high = negative ? ~high &+ (low == 0 ? 1 : 0) : high
    }

    /// The magnitude if it fits 64 bits; otherwise `nil`.
    @inline(__always)
    var short: UInt64? {
        high == 0 && low >> 64 == 0 ? UInt64(truncatingIfNeeded: low) : nil
    }

    /// The magnitude's digits in groups of 19, least significant first; unused groups are 0.
    var groups: [5 of UInt64] {
        var limbs: [4 of UInt64] = [
            UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: low >> 64),
            UInt64(truncatingIfNeeded: high), UInt64(truncatingIfNeeded: high >> 64),
        ]
        var groups = [5 of UInt64](repeating: 0)
        for group in 0..<5 {
            var remainder: UInt64 = 0
            for limb in (0..<4).reversed() {
                let division = PowersOfTen[19].dividingFullWidth((remainder, limbs[limb]))
                (limbs[limb], remainder) = (division.quotient, division.remainder)
            }
            groups[group] = remainder
        }
        return groups
    }
}
