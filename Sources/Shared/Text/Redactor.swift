/// Replaces secrets in texts with `***`.
package struct Redactor: Sendable {
    /// Longest first, so that no part of a longer secret remains.
    private let needles: [[UInt8]]
    private let shortest: Int

    /// - Parameter shortest: secrets with fewer bytes are replaced only as whole words, because they would otherwise
    ///   match in most texts.
    package init(secrets: some Sequence<String>, shortest: Int = 0) {
        needles = secrets.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        self.shortest = shortest
    }

    package func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        var isFound = false
        while index < bytes.count {
            if let needle = needles.first(where: { isMatch($0, in: bytes, at: index) }) {
                result += Array("***".utf8)
                index += needle.count
                isFound = true
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return isFound ? String(decoding: result, as: UTF8.self) : text
    }

    private func isMatch(_ needle: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
        let end = index + needle.count
        guard end <= bytes.count, bytes[index] == needle[0], bytes[index..<end].elementsEqual(needle) else {
            return false
        }
        guard needle.count < shortest else { return true }
        return (index == 0 || !Self.isWord(bytes[index - 1])) && (end == bytes.count || !Self.isWord(bytes[end]))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return byte >= 128 || character.isLetter || character.isNumber || character == "_"
    }
}
