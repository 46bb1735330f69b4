/// The powers of ten that 64 bits hold.
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
}
