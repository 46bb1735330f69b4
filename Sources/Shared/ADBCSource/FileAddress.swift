import Glibc
import Model
import RowSource
import Text

/// Prevents SQLite's driver from creating a file for a misspelt name.
enum FileAddress {
    /// The driver's options, with a plain SQLite path replaced by a URI that doesn't create the file.
    ///
    /// Throws if the file doesn't exist; the driver would only report a lack of memory.
    static func guarding(
        _ options: [String: Secret], driver: DriverFamily
    ) throws(SourceError) -> [(name: String, value: String)] {
        var guarded = options.map { (name: $0.key, value: $0.value.revealed) }.sorted { $0.name < $1.name }
        guard driver == .sqlite, let index = guarded.firstIndex(where: { $0.name == "uri" }) else { return guarded }
        let address = Self.guarded(guarded[index].value)
        let path = guarded[index].value
        if address != path, access(path, R_OK) != 0 {
            throw SourceError(
                .connection, operation: "DatabaseInit",
                message: "the database file \(path) can't be read: \(String(cString: strerror(errno)))",
                advice: "Correct uri in source.options; a relative path starts at the working directory.")
        }
        guarded[index].value = address
        return guarded
    }

    /// `file:/data/shop.sqlite?mode=rw` for a path; URIs and in-memory databases are returned unchanged.
    static func guarded(_ path: String) -> String {
        guard !path.isEmpty, !path.hasPrefix("file:"), path != ":memory:" else { return path }
        return "file:\(PercentCoding.encoded(path, keeping: "/"))?mode=rw"
    }
}
