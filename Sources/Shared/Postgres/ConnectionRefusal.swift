/// Why a connection failed, read from libpq's verbose text:
/// `connection to server at "db", port 5432 failed: FATAL:  28P01: password authentication failed for user "x"`,
/// with lines such as `HINT:  …` and `LOCATION:  …` after it, and the same again for each further host.
struct ConnectionRefusal {
    /// The last one, where a server spoke.
    private(set) var sqlState: String?
    private(set) var message = ""
    private(set) var hint: String?

    init(verbose text: String) {
        var sentences: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = String(line.drop(while: \.isWhitespace))
            if line.hasPrefix("LOCATION:") || line.hasPrefix("DETAIL:") { continue }
            if line.hasPrefix("HINT:") {
                hint = String(line.dropFirst(5).drop(while: \.isWhitespace))
                continue
            }
            sentences.append(takingState(from: line))
        }
        message = sentences.joined(separator: "; ")
    }

    /// Whether the text, of a connection that got as far as TLS, says that trying again is of no use.
    ///
    /// libpq gives no code for this. Words of another language, and all that isn't known here, count as a broken
    /// connection, which is tried again.
    var isAboutTrust: Bool {
        ["certificate", "private key", "does not support SSL", " alert "].contains { message.contains($0) }
    }

    /// The line without its `28P01: `, which becomes `sqlState`.
    ///
    /// The two spaces before it are libpq's in all languages.
    private mutating func takingState(from line: String) -> String {
        let bytes = Array(line.utf8)
        for start in bytes.indices.dropFirst(2) where bytes[start - 1] == UInt8(ascii: " ") {
            guard bytes[start - 2] == UInt8(ascii: " "), start + 6 < bytes.count,
                bytes[start + 5] == UInt8(ascii: ":"), bytes[start..<start + 5].allSatisfy(Self.isStateCharacter)
            else { continue }
            sqlState = String(decoding: bytes[start..<start + 5], as: UTF8.self)
            let before = String(decoding: bytes[..<(start - 2)], as: UTF8.self)
            let after = String(decoding: bytes[(start + 7)...], as: UTF8.self)
            return "\(before) \(after)"
        }
        return line
    }

    private static func isStateCharacter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
