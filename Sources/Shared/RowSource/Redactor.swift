/// Takes a connection's secrets out of texts that a driver wrote.
package struct Redactor: Sendable {
    private let secrets: [String]

    package init(secrets: [String]) {
        // Longest first, so that no part of a longer one stays.
        self.secrets = secrets.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
    }

    package func redacted(_ text: String) -> String {
        secrets.reduce(text) { text, secret in Self.replacing(secret, in: text) }
    }

    private static func replacing(_ secret: String, in text: String) -> String {
        let pattern = Array(secret.utf8)
        let bytes = Array(text.utf8)
        guard bytes.count >= pattern.count else { return text }
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: pattern) {
                result += Array("***".utf8)
                position += pattern.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
