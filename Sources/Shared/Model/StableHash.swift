/// A short hash that, unlike Swift's, is the same in every process, on every machine and in every version.
package enum StableHash {
    /// The 64-bit FNV-1a hash as 16 hexadecimal digits.
    package static func digits(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
