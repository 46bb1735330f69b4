package import Model
package import RowSource

/// What a table's rows are read from: a table, a view or the user's query.
package struct SourceRelation: Sendable {
    /// The name used in messages and in the target's spec.
    package var name: QualifiedName
    /// The catalogue's entry; `nil` for a query, whose rows have no address and no declared key.
    package var table: SourceTable?
    package var columns: [SourceColumn]
    /// Source columns that identify a row: the configured key, otherwise the declared one; empty without either.
    package var key: [String]
    /// What follows FROM, in the source's SQL.
    package var from: String

    /// A table or view.
    ///
    /// - Parameter key: the configured key, which replaces the declared one; `nil` or empty to use the declared key.
    package init(_ table: SourceTable, key: [String]? = nil, dialect: any SQLDialect) {
        name = table.name
        self.table = table
        columns = table.columns
        self.key = key.flatMap { $0.isEmpty ? nil : $0 } ?? table.primaryKey
        from = dialect.from(table)
    }

    /// A query with the columns found by `columns(ofQuery:)`; a trailing semicolon is removed.
    package init(query: String, columns: [SourceColumn], key: [String] = []) {
        name = QualifiedName(schema: nil, name: "query")
        table = nil
        self.columns = columns
        self.key = key
        var text = Substring(query)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        // The line break ends a comment at the end of the query, which would otherwise include the parenthesis.
        from = "(\(text)\n) q"
    }

    /// The column with exactly this name.
    func column(_ name: String) -> SourceColumn? {
        columns.first { $0.name == name }
    }
}
