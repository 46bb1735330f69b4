/// The number that these ASCII digits represent; `nil` if one isn't a digit.
func digits(_ bytes: some Sequence<UInt8>) -> Int? {
    var number = 0
    for byte in bytes {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
}

extension BinaryInteger {
    /// The number in decimal digits, with leading zeros up to `width`.
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(width - digits.count, 0)) + digits
    }
}
