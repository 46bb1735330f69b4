/// Replaces secrets in texts with `***`.
///
/// Like the other types of Text, this is the only copy of its kind of text processing.
///
/// A secret that ordinary words may contain would garble every message. So a secret of fewer than eight letters, or
/// digits, is masked only as a whole word; one of fewer than four bytes only as a value, after `=` or `:`.
package struct Redactor: Sendable {
    private struct Needle {
        let bytes: [UInt8]
        let isWord: Bool
        let isValue: Bool

        init(_ secret: String) {
            bytes = Array(secret.utf8)
            isValue = bytes.count < 4
            isWord = isValue || bytes.count < 8 && (secret.allSatisfy(\.isLetter) || secret.allSatisfy(\.isNumber))
        }
    }

    /// Longest first, so that no part of a longer one stays.
    private let needles: [Needle]

    package init(secrets: some Sequence<String>) {
        needles = secrets.filter { !$0.isEmpty }.map(Needle.init).sorted { $0.bytes.count > $1.bytes.count }
    }

    package func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        var isFound = false
        while index < bytes.count {
            if let needle = needles.first(where: { isMatch($0, in: bytes, at: index) }) {
                result += Array("***".utf8)
                index += needle.bytes.count
                isFound = true
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return isFound ? String(decoding: result, as: UTF8.self) : text
    }

    private func isMatch(_ needle: Needle, in bytes: [UInt8], at index: Int) -> Bool {
        let end = index + needle.bytes.count
        guard end <= bytes.count, bytes[index] == needle.bytes[0], bytes[index..<end].elementsEqual(needle.bytes) else {
            return false
        }
        if needle.isWord {
            guard index == 0 || !Self.isWord(bytes[index - 1]), end == bytes.count || !Self.isWord(bytes[end]) else {
                return false
            }
        }
        guard needle.isValue else { return true }
        let before = bytes[..<index].last { !Self.mayOpenValue.contains($0) }
        return before == UInt8(ascii: "=") || before == UInt8(ascii: ":")
    }

    /// What may stand between `=` or `:` and a value.
    private static let mayOpenValue = Set(" \"'{".utf8)

    private static func isWord(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return byte >= 128 || character.isLetter || character.isNumber || character == "_"
    }
}
