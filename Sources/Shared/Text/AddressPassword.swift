/// Finds passwords inside of addresses and other values that say where a connection leads.
package enum AddressPassword {
    /// All that may be a password: `user:password@host`, with or without a scheme, and `password=…`.
    ///
    /// A password may contain `/` and `@`, and so may the path behind the host; so there may be two readings.
    package static func candidates(in text: String) -> [String] {
        let address = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        let found = [address.prefix { $0 != "/" }, address].compactMap(credential)
        if let first = found.first { return [first] + found.dropFirst().filter { $0 != first } }
        guard let key = text.firstRange(of: "password=") else { return [] }
        return [String(text[key.upperBound...].prefix { $0 != " " && $0 != "&" && $0 != ";" })]
    }

    /// The text between the first colon and the last `@`.
    private static func credential(_ address: Substring) -> String? {
        guard let at = address.lastIndex(of: "@"), let colon = address[..<at].firstIndex(of: ":") else { return nil }
        return String(address[address.index(after: colon)..<at])
    }
}
