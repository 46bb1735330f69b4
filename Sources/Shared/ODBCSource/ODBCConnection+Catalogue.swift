package import Model
package import RowSource

extension ODBCConnection {
    package func tables(matching pattern: String) throws(SourceError) -> [QualifiedName] {
        let glob = Glob(pattern)
        return try listing(nil).map(\.name)
            .filter { glob.matches($0.description) || glob.matches($0.name) }
            .sorted { $0.description < $1.description }
    }

    package func table(_ name: QualifiedName) throws(SourceError) -> SourceTable {
        let found = try listing(name)
        guard let entry = found.first else {
            throw SourceError(
                .notFound, operation: "catalogue",
                message: "there is no table or view '\(name)' at the source, or this user may not see it")
        }
        guard found.count == 1 else {
            let names = found.map { "'\($0.name)'" }.joined(separator: ", ")
            throw SourceError(
                .notFound, operation: "catalogue", message: "'\(name)' may be any of \(names); name its schema too")
        }
        let columns = try columns(of: entry)
        guard !columns.isEmpty else {
            throw SourceError(
                .notFound, operation: "catalogue", message: "this user may not see the columns of '\(entry.name)'")
        }
        let key = columns.filter { $0.keyPosition != nil }.sorted { $0.keyPosition ?? 0 < $1.keyPosition ?? 0 }
        return SourceTable(
            name: entry.name, isView: entry.isView, columns: columns.map(\.column), primaryKey: key.map(\.column.name))
    }

    package func columns(ofQuery sql: String) throws(SourceError) -> [SourceColumn] {
        let dialect = dialect
        if let dialect = dialect as? SQLiteDialect {
            _ = try rows(dialect.describingView(of: sql))
            let columns = try self.columns(dialect.describedColumnsQuery, dialect).map { dialect.computed($0.column) }
            _ = try rows(dialect.describingViewRemoval)
            return columns
        }
        let described = try run { (statement) throws(SourceError) in
            // Executed, not only prepared: not every driver knows the types before.
            try statement.execute("SELECT * FROM (\(sql)\n) q WHERE 1 = 0")
            return try statement.describeColumns()
        }
        let named = try typeNames(of: described, in: sql)
        return described.enumerated().map { position, column in
            var column = column
            if let named { column.typeName = named[position] }
            let type = ODBCTypeMapping.type(of: column, in: dialect)
            var declared = ODBCTypeMapping.declaration(of: column)
            if dialect is MariaDBDialect, declared.hasPrefix("char") { declared = MariaDBDialect.charOfQuery }
            return SourceColumn(name: column.name, type: type, declaredType: declared, isNullable: column.isNullable)
        }
    }

    package func descents() throws(SourceError) -> [TableDescent] {
        guard let query = (dialect as? any CatalogueDialect)?.descentQuery else { return [] }
        return try rows(query).compactMap(TableDescent.init)
    }

    /// The types as the system names them itself, where a query can tell.
    private func typeNames(of columns: [DescribedColumn], in sql: String) throws(SourceError) -> [String]? {
        guard let dialect = dialect as? PostgreSQLDialect else { return nil }
        let names = try rows(dialect.typeNamesQuery(columns: columns.map(\.name), of: sql)).first
        return names?.map { $0 ?? "" }
    }

    /// A table or view.
    struct Entry {
        var name: QualifiedName
        var isView: Bool
    }

    /// A column, and its place in the primary key.
    struct CatalogueColumn {
        var column: SourceColumn
        var keyPosition: Int?
    }

    /// All tables, or the one with this name.
    private func listing(_ name: QualifiedName?) throws(SourceError) -> [Entry] {
        guard let dialect = dialect as? any CatalogueDialect else { return try driverListing(name) }
        return try rows(name.map(dialect.tableQuery) ?? dialect.tablesQuery).compactMap { row in
            guard row.count == 3, let table = row[1] else { return nil }
            return Entry(name: QualifiedName(schema: row[0], name: table), isView: row[2] == "1")
        }
    }

    private func columns(of entry: Entry) throws(SourceError) -> [CatalogueColumn] {
        guard let dialect = dialect as? any CatalogueDialect else { return try driverColumns(of: entry.name) }
        let columns = try columns(dialect.columnsQuery(of: entry.name), dialect)
        guard entry.isView, let dialect = dialect as? SQLiteDialect else { return columns }
        return columns.map { CatalogueColumn(column: dialect.computed($0.column), keyPosition: $0.keyPosition) }
    }

    private func columns(
        _ query: String, _ dialect: any CatalogueDialect
    ) throws(SourceError) -> [CatalogueColumn] {
        try rows(query).compactMap { row in
            guard row.count == 4, let column = row[0] else { return nil }
            let declared = row[1] ?? ""
            return CatalogueColumn(
                column: SourceColumn(
                    name: column, type: dialect.sourceType(declared: declared), declaredType: declared,
                    isNullable: row[2] != "0"),
                keyPosition: row[3].flatMap { Int($0) })
        }
    }
}
