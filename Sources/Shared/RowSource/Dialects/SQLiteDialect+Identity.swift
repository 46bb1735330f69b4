import Glibc

extension SQLiteDialect {
    package var identityQuery: String? { "SELECT file FROM pragma_database_list WHERE name = 'main'" }

    /// The file, however its path is written: in another container it may have another one.
    package func identity(_ row: [String?]) -> String? {
        guard let path = row.first ?? nil, !path.isEmpty else { return nil }
        var file = stat()
        guard stat(path, &file) == 0 else { return nil }
        return "file \(file.st_ino) of device \(file.st_dev)"
    }

    package var mayBeCopied: Bool { true }
}
