<<<<<<< HEAD:Sources/Shared/Text/PercentCoding.swift
/// Percent signs in URLs.
package enum PercentCoding {
    /// `%40` as `@`.
    ///
    /// What is no valid escape, or gives no UTF-8, stays as it is.
    package static func decoded(_ text: some StringProtocol) -> String {
=======
/// Percent-encoding in URLs.
enum PercentCoding {
    /// Decodes escapes such as `%40`, which is `@`.
    ///
    /// Anything that isn't a valid escape, or doesn't decode to UTF-8, is left unchanged.
    static func decoded(_ text: some StringProtocol) -> String {
>>>>>>> baeac04 (Plain English in the comments of Settings):Sources/Shared/Settings/PercentCoding.swift
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(text)
    }

<<<<<<< HEAD:Sources/Shared/Text/PercentCoding.swift
    /// Everything but letters, digits, `-._~` and what is in `kept` as `%XX`.
    package static func encoded(_ text: String, uppercase: Bool = true, keeping kept: String = "") -> String {
=======
    /// Encodes everything except letters, digits and `-._~` as `%XX`.
    static func encoded(_ text: String, uppercase: Bool = true) -> String {
>>>>>>> baeac04 (Plain English in the comments of Settings):Sources/Shared/Settings/PercentCoding.swift
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if byte < 128,
                character.isLetter || character.isNumber || "-._~".contains(character) || kept.contains(character)
            {
                return String(character)
            }
            let digits = String(byte, radix: 16, uppercase: uppercase)
            return "%" + (digits.count == 1 ? "0" + digits : digits)
        }.joined()
    }
}
