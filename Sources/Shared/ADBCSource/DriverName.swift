/// Derives possible file names and entry points from a driver's name.
struct DriverName {
    /// `sqlite`, `adbc_driver_sqlite`, `libadbc_driver_sqlite.so` or a path.
    let text: String

    var isPath: Bool { text.contains("/") }

    /// The names of its library, most likely first.
    var files: [String] {
        if text.hasSuffix(".so") || text.contains(".so.") { return [text] }
        let bare = text.split(separator: "-").joined(separator: "_")
        let whole = bare.hasPrefix("adbc_driver_") ? bare : "adbc_driver_\(bare)"
        return ["lib\(whole).so", "lib\(text).so", "\(text).so"]
    }

    /// The folder in which a Python wheel stores the library: `adbc_driver_sqlite/libadbc_driver_sqlite.so`.
    static func wheelFolder(of file: String) -> String { stem(of: file) }

    /// The functions that may fill the driver's table: `AdbcDriverSqliteInit`, `AdbcDriverInit`.
    static func entrypoints(of file: String) -> [String] {
        let words = stem(of: file).split { $0 == "_" || $0 == "-" }
        var name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        if !name.hasPrefix("Adbc") { name = "Adbc" + name }
        return ["\(name)Init", "AdbcDriverInit"]
    }

    /// `adbc_driver_sqlite` for `/x/libadbc_driver_sqlite.so.113`.
    private static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        let stem = name.prefix { $0 != "." }
        return String(stem.hasPrefix("lib") ? stem.dropFirst(3) : stem)
    }
}
