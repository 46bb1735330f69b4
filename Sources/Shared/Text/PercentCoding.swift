/// Percent-encoding in URLs.
package enum PercentCoding {
    /// Decodes escapes: `%40` becomes `@`.
    ///
    /// Invalid escapes stay unchanged; so does the whole text if the result isn't UTF-8.
    package static func decoded(_ text: some StringProtocol) -> String {
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

    /// Encodes every byte as `%XX`, except letters, digits, `-._~` and the characters in `kept`.
    package static func encoded(_ text: String, uppercase: Bool = true, keeping kept: String = "") -> String {
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
