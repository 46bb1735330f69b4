import Glibc

/// The locale that drivers convert letters by.
///
/// psqlODBC takes it from the environment when it is loaded and turns UTF-16 down where that names none, as in a
/// container without LANG.
enum LetterLocale {
    /// Makes it one of UTF-8, once, before the first driver is loaded; true if it is one.
    static let isUnicode: Bool = {
        if isUnicode(setlocale(LC_CTYPE, "")) { return true }
        // LC_ALL wins over LC_CTYPE where it is set.
        setenv(getenv("LC_ALL") == nil ? "LC_CTYPE" : "LC_ALL", "C.UTF-8", 1)
        return isUnicode(setlocale(LC_CTYPE, ""))
    }()

    private static func isUnicode(_ name: UnsafeMutablePointer<CChar>?) -> Bool {
        guard let name else { return false }
        let letters = String(cString: name).lowercased().filter { $0 != "-" }
        return letters.contains("utf8")
    }
}
