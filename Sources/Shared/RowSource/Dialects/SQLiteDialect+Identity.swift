extension SQLiteDialect {
    package var identityQuery: String? { "SELECT file FROM pragma_database_list WHERE name = 'main'" }

    /// The identity of the file, however its path is written; in another container the path may differ.
    package func identity(_ row: [String?]) -> String? {
        (row.first ?? nil).flatMap(SourcePlace.file)
    }

    package var mayBeCopied: Bool { true }
    package func sample(_ column: String) -> String { "HEX(SUBSTR(\(quoted(column)), 1, 100))" }
}
