/// Why a connection failed, parsed from libpq's verbose message.
///
/// For example `connection to server at "db", port 5432 failed: FATAL:  28P01: password authentication failed for user
/// "x"`, followed by lines such as `HINT:  …` and `LOCATION:  …`, and the same again for each further host.
struct ConnectionRefusal {
    /// The SQLSTATE of the last server that answered.
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

    /// Whether retrying is pointless because TLS verification failed, according to the message.
    ///
    /// libpq has no code for this. Messages in other languages, and unknown ones, count as a broken connection, which
    /// is retried.
    var isAboutTrust: Bool {
        ["certificate", "private key", "does not support SSL", " alert "].contains { message.contains($0) }
    }

    /// Whether libpq, according to its message, refused a parameter of the connection before trying to connect.
    var isAboutParameters: Bool {
        sqlState == nil
            && ["invalid ", "could not match ", "definition of service ", "service file ", "syntax error in service "]
                .contains { message.hasPrefix($0) }
    }

    /// Whether libpq, according to its message, wanted a primary and found a standby.
    var isAboutStandby: Bool { message.contains("server is in hot standby mode") }

    /// Removes `28P01: ` from the line and stores it in `sqlState`.
    ///
    /// libpq writes two spaces before it in all languages.
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
