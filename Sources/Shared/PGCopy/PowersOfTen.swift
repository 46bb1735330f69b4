/// Powers of ten that fit 64 bits, and arithmetic with them.
enum PowersOfTen {
    static let highest = 19

    private static let table: [20 of UInt64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    /// 10^`exponent`, for 0 … `highest`.
    @inline(__always)
    static subscript(exponent: Int) -> UInt64 { table[exponent] }

    /// The highest exponent that 128 bits hold.
    static let highestWide = 38

    /// 10^`exponent`, for 0 … `highestWide`.
    static func wide(_ exponent: Int) -> UInt128 {
        let rest = max(0, exponent &- highest)
        return UInt128(table[exponent &- rest]) &* UInt128(table[rest])
    }

    /// Uses two hardware divisions, where `/` would be a function call.
    @inline(__always)
    static func divide(_ number: UInt128, by divisor: UInt64) -> (quotient: UInt128, remainder: UInt64) {
        let upper = UInt64(truncatingIfNeeded: number >> 64)
        let (high, rest) = upper.quotientAndRemainder(dividingBy: divisor)
        let (low, remainder) = divisor.dividingFullWidth((rest, UInt64(truncatingIfNeeded: number)))
        return (UInt128(high) << 64 | UInt128(low), remainder)
    }
}
