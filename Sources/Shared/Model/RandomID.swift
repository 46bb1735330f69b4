/// A random UUID: the identity of a run, of a worker's start, or of a claim.
///
/// It is random, not counted, because the ids of a recreated control database must not match the receipts of its
/// predecessor.
package struct RandomID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Lower-case, with hyphens.
    package let text: String

    /// Creates a new UUID, version 4.
    package init() {
        var generator = SystemRandomNumberGenerator()
        let high = ((generator.next() as UInt64) & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
        let low = ((generator.next() as UInt64) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        let digits = Self.hexadecimal(high) + Self.hexadecimal(low)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        self.text = text
    }

    /// Wraps an id that was read from a database.
    package init(text: String) {
        self.text = text
    }

    package var description: String { text }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
