package import Model
package import RowSource

/// What a table's rows are read from: a table, a view or the user's query.
package struct SourceRelation: Sendable {
    /// For messages and the target's spec.
    package var name: QualifiedName
    /// The catalogue's entry; nil for a query, whose rows have no address and no declared key.
    package var table: SourceTable?
    package var columns: [SourceColumn]
    /// Source column names that tell rows apart: the configured key, else the declared one; empty without any.
    package var key: [String]
    /// What stands behind FROM, in the source's SQL.
    package var from: String

    /// A table or view.
    /// - Parameter key: the configured key, in the place of the declared one; nil or empty: the declared one.
    package init(_ table: SourceTable, key: [String]? = nil, dialect: any SQLDialect) {
        name = table.name
        self.table = table
        columns = table.columns
        self.key = key.flatMap { $0.isEmpty ? nil : $0 } ?? table.primaryKey
        from = dialect.from(table)
    }

    /// A query, whose columns `columns(ofQuery:)` gave; a closing semicolon is taken off.
    package init(query: String, columns: [SourceColumn], key: [String] = []) {
        name = QualifiedName(schema: nil, name: "query")
        table = nil
        self.columns = columns
        self.key = key
        var text = Substring(query)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        // The line break keeps a comment at the query's end from swallowing the parenthesis.
        from = "(\(text)\n) q"
    }

    /// The column of this exact name.
    func column(_ name: String) -> SourceColumn? {
        columns.first { $0.name == name }
    }
}
