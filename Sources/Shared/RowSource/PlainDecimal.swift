/// An exact decimal number of up to 38 digits: `units` of 10^-`scale`.
struct PlainDecimal {
    var units: Int128
    var scale: Int

    init(units: Int128, scale: Int) {
        self.units = units
        self.scale = scale
    }

    /// Parses a number such as `-12.50`; `nil` for any other form, and for numbers that are too large.
    init?(_ text: String) {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        var units: Int128 = 0
        var scale: Int?
        var count = 0
        for byte in digits {
            if byte == UInt8(ascii: "."), scale == nil, count > 0 {
                scale = 0
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (tens, isLarge) = units.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = tens.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
            guard !isLarge, !isLarger else { return nil }
            units = sum
            count += 1
            scale = scale.map { $0 + 1 }
        }
        guard count > 0, scale != 0 else { return nil }
        self.init(units: isNegative ? -units : units, scale: scale ?? 0)
    }

    /// The number in units of 10^-`scale`; `nil` if it is too large.
    func units(scale wanted: Int) -> Int128? {
        var units = units
        for _ in scale..<max(wanted, scale) {
            let (tens, isLarge) = units.multipliedReportingOverflow(by: 10)
            if isLarge { return nil }
            units = tens
        }
        return units
    }

    var text: String {
        let sign = units < 0 ? "-" : ""
        var digits = String(units.magnitude)
        guard scale > 0 else { return sign + digits }
        if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
        return "\(sign)\(digits.dropLast(scale)).\(digits.suffix(scale))"
    }
}
