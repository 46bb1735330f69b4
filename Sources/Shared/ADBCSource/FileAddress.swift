import Model

/// Keeps SQLite's driver from making a file for a misspelt name.
enum FileAddress {
    /// The options as they go to the driver: a plain path for SQLite becomes an address that says so.
    static func guarding(_ options: [String: Secret], driver: String) -> [(String, String)] {
        options.map { name, value in
            guard name == "uri", driver.lowercased().contains("adbc_driver_sqlite") else {
                return (name, value.revealed)
            }
            return (name, guarded(value.revealed))
        }
    }

    /// `file:/data/shop.sqlite?mode=rw` for a path; addresses and databases in memory stay as they are.
    static func guarded(_ path: String) -> String {
        guard !path.isEmpty, !path.hasPrefix("file:"), path != ":memory:" else { return path }
        let escaped = path.utf8.map { byte -> String in
            let scalar = UnicodeScalar(byte)
            let isPlain = scalar.properties.isAlphabetic && byte < 128 || "0123456789/-_.~".unicodeScalars.contains(scalar)
            if isPlain { return String(Character(scalar)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "%0\(digits)" : "%\(digits)"
        }
        return "file:\(escaped.joined())?mode=rw"
    }
}
