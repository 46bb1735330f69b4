package import Model

/// Masks known secrets in any text.
///
/// The last line of defence before a log, an error or a table; what is written should hold no secret in the first
/// place.
///
/// Known are each secret as a whole, and the passwords, tokens and keys inside connection strings, in every form that
/// a driver may echo: plain, percent-encoded, in braces, with quotes or backslashes escaped.
package struct Redaction: Sendable {
    /// Longest first, so that a whole connection string goes before the password in it.
    private let needles: [[UInt8]]

    package init(_ secrets: [Secret]) {
        var forms: Set<String> = []
        for secret in secrets where !Self.hidesNothing(secret) {
            Self.addForms(of: secret.revealed, to: &forms)
            for part in Self.parts(of: secret.revealed) { Self.addForms(of: part, to: &forms) }
        }
        needles = forms.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }

    /// The text with `***` for each secret in it.
    package func apply(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard needles.contains(where: { Self.firstIndex(of: $0, in: bytes, from: 0) != nil }) else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let needle = needles.first(where: { Self.isMatch($0, in: bytes, at: index) }) {
                result += Array("***".utf8)
                index += needle.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A connection string that is its own description, such as that of a file without a password, may be shown.
    private static func hidesNothing(_ secret: Secret) -> Bool {
        parts(of: secret.revealed).isEmpty
            && [ConnectionDescription.odbc(secret), ConnectionDescription.postgres(secret)].contains(secret.revealed)
    }

    private static func parts(of text: String) -> [String] {
        var parts: [String] = []
        if let odbc = ODBCConnectionText(text) {
            parts += odbc.pairs.filter { CredentialName.isSecret($0.key) }.map(\.value)
        }
        if let postgres = PostgresConnectionText(text) { parts += postgres.secrets }
        return parts
    }

    private static func addForms(of text: String, to forms: inout Set<String>) {
        let decoded = PercentCoding.decoded(text)
        for plain in [text, decoded] {
            forms.insert(plain)
            forms.insert(PercentCoding.encoded(plain))
            forms.insert(PercentCoding.encoded(plain, uppercase: false))
            forms.insert(doubling("}", in: plain))
            forms.insert(doubling("'", in: plain))
            forms.insert(escaping(["\\", "\""], in: plain))
            forms.insert(escaping(["\\", "'"], in: plain))
        }
    }

    private static func doubling(_ character: Character, in text: String) -> String {
        text.map { $0 == character ? "\($0)\($0)" : String($0) }.joined()
    }

    private static func escaping(_ characters: Set<Character>, in text: String) -> String {
        text.map { characters.contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static func firstIndex(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        (start..<max(start, bytes.count - needle.count + 1)).first { isMatch(needle, in: bytes, at: $0) }
    }

    /// A needle of under four bytes would blacken half of every text; it counts only as a word of its own.
    private static func isMatch(_ needle: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
        let end = index + needle.count
        guard end <= bytes.count, bytes[index] == needle[0], bytes[index..<end].elementsEqual(needle) else {
            return false
        }
        guard needle.count < 4 else { return true }
        return (index == 0 || !isWord(bytes[index - 1])) && (end == bytes.count || !isWord(bytes[end]))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return byte >= 128 || character.isLetter || character.isNumber || character == "_"
    }
}

/// The text with `***` for each of these secrets in it.
///
/// Keep a `Redaction` where many texts pass.
package func redact(_ text: String, secrets: [Secret]) -> String {
    Redaction(secrets).apply(text)
}
