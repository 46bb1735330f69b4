import Glibc

/// The locale by which drivers convert characters.
///
/// psqlODBC reads it from the environment when it is loaded, and rejects UTF-16 if no locale is set, as in a container
/// without LANG.
enum LetterLocale {
    /// Switches to a UTF-8 locale, once, before the first driver is loaded; `true` if the locale is UTF-8.
    static let isUnicode: Bool = {
        if isUnicode(setlocale(LC_CTYPE, "")) { return true }
        // LC_ALL, if set, overrides LC_CTYPE.
        setenv(getenv("LC_ALL") == nil ? "LC_CTYPE" : "LC_ALL", "C.UTF-8", 1)
        return isUnicode(setlocale(LC_CTYPE, ""))
    }()

    private static func isUnicode(_ name: UnsafeMutablePointer<CChar>?) -> Bool {
        guard let name else { return false }
        let letters = String(cString: name).lowercased().filter { $0 != "-" }
        return letters.contains("utf8")
    }
}
