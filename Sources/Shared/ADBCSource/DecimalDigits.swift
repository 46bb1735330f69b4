import RowSource

/// The digits of a decimal of any width.
struct DecimalDigits {
    private let digits: String
    private let negative: Bool

    init(_ view: ArrayView, _ row: Int, bytes: Int) throws(SourceError) {
        // Two's complement, least significant limb first.
        var limbs: [UInt32] = []
        for part in 0..<bytes / 4 { limbs.append(try view.value(at: row, as: UInt32.self, part: part, of: bytes / 4)) }
        negative = limbs.last.map { $0 >> 31 == 1 } ?? false
        if negative {
            var carry: UInt64 = 1
            for index in limbs.indices {
                let sum = UInt64(~limbs[index]) + carry
                limbs[index] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
        }
        var text = ""
        while limbs.contains(where: { $0 != 0 }) {
            var remainder: UInt64 = 0
            for index in limbs.indices.reversed() {
                let value = remainder << 32 | UInt64(limbs[index])
                limbs[index] = UInt32(value / 1_000_000_000)
                remainder = value % 1_000_000_000
            }
            let group = String(remainder)
            text = String(repeating: "0", count: 9 - group.count) + group + text
        }
        digits = String(text.drop { $0 == "0" })
    }

    /// All digits after the point are printed: `-12.50`.
    func text(scale: Int) -> String {
        let sign = negative ? "-" : ""
        guard scale > 0 else {
            return digits.isEmpty ? "0" : sign + digits + String(repeating: "0", count: 0 - scale)
        }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
    }
}
