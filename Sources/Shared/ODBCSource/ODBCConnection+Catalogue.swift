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
        let columns = try columns(of: entry.name)
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
        let described = try run { (statement) throws(SourceError) in
            // Executed, not only prepared: not every driver knows the types before.
            try statement.execute("SELECT * FROM (\(sql)\n) q WHERE 1 = 0")
            return try statement.describeColumns()
        }
        let named = try typeNames(of: described, in: sql)
        return described.enumerated().map { position, column in
            var column = column
            // SQLite's driver puts our alias before the name of a column that is computed.
            if dialect is SQLiteDialect, column.name.hasPrefix("q.") { column.name.removeFirst(2) }
            if let named { column.typeName = named[position] }
            let type = TypeMapping.type(of: column, in: dialect)
            let declared = TypeMapping.declaration(of: column)
            return SourceColumn(name: column.name, type: type, declaredType: declared, isNullable: column.isNullable)
        }
    }

    /// The types as the system names them itself, where a query can tell.
    private func typeNames(of columns: [DescribedColumn], in sql: String) throws(SourceError) -> [String]? {
        guard let dialect = dialect as? PostgreSQLDialect else { return nil }
        let names = try rows(dialect.typeNamesQuery(columns: columns.map(\.name), of: sql)).first
        return names?.map { $0 ?? "" }
    }

    private struct Entry {
        var name: QualifiedName
        var isView: Bool
    }

    private struct CatalogueColumn {
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

    private func columns(of name: QualifiedName) throws(SourceError) -> [CatalogueColumn] {
        guard let dialect = dialect as? any CatalogueDialect else { return try driverColumns(of: name) }
        return try rows(dialect.columnsQuery(of: name)).compactMap { row in
            guard row.count == 4, let column = row[0] else { return nil }
            let declared = row[1] ?? ""
            return CatalogueColumn(
                column: SourceColumn(
                    name: column, type: dialect.sourceType(declared: declared), declaredType: declared,
                    isNullable: row[2] != "0"),
                keyPosition: row[3].flatMap { Int($0) })
        }
    }

    /// Through SQLTables, for systems without a dialect of their own.
    private func driverListing(_ name: QualifiedName?) throws(SourceError) -> [Entry] {
        let rows = try run { (statement) throws(SourceError) in
            try statement.tables(schema: name?.schema, name: name?.name)
            return try statement.texts()
        }
        return rows.compactMap { row in
            guard row.count >= 4, let table = row[2], let type = row[3], type == "TABLE" || type == "VIEW" else {
                return nil
            }
            let schema = row[1].flatMap { $0.isEmpty ? nil : $0 }
            guard !Self.systemSchemas.contains(schema?.lowercased() ?? "") else { return nil }
            let entry = Entry(name: QualifiedName(schema: schema, name: table), isView: type == "VIEW")
            // A driver may take the names for patterns all the same.
            guard let name else { return entry }
            return name.name == table && (name.schema == nil || name.schema == schema) ? entry : nil
        }
    }

    private static let systemSchemas: Set<String> = [
        "information_schema", "pg_catalog", "pg_toast", "sys", "system", "mysql", "performance_schema", "dbc",
    ]

    /// Through SQLColumns and SQLPrimaryKeys.
    private func driverColumns(of name: QualifiedName) throws(SourceError) -> [CatalogueColumn] {
        let keys = try run { (statement) throws(SourceError) in
            try statement.primaryKeys(schema: name.schema, name: name.name)
            return try statement.texts()
        }
        let positions = Dictionary(
            keys.compactMap { row in
                row.count >= 5 ? row[3].flatMap { column in row[4].flatMap { Int($0) }.map { (column, $0) } } : nil
            }, uniquingKeysWith: { first, _ in first })
        let rows = try run { (statement) throws(SourceError) in
            try statement.columns(schema: name.schema, name: name.name)
            return try statement.texts()
        }
        return rows.compactMap { row in
            guard row.count >= 11, row[2] == name.name, let column = row[3] else { return nil }
            let described = DescribedColumn(
                name: column, sqlType: row[4].flatMap { Int($0) } ?? 0, size: row[6].flatMap { Int($0) } ?? 0,
                digits: row[8].flatMap { Int($0) } ?? 0, isNullable: row[10] != "0",
                isUnsigned: row[5]?.lowercased().contains("unsigned") ?? false, typeName: row[5] ?? "")
            return CatalogueColumn(
                column: SourceColumn(
                    name: column, type: TypeMapping.byCode(described),
                    declaredType: TypeMapping.declaration(of: described), isNullable: described.isNullable),
                keyPosition: positions[column])
        }
    }
}
