package import Model
package import RowSource

extension ADBCConnection {
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
        return try table(entry)
    }

    package func columns(ofQuery sql: String) throws(SourceError) -> [SourceColumn] {
        switch dialect {
        case let dialect as PostgreSQLDialect:
            let columns = try resultColumns("SELECT * FROM (\(sql)\n) q WHERE 1 = 0")
            let names = try rows(dialect.typeNamesQuery(columns: columns.map(\.name), of: sql)).first ?? []
            return zip(columns, names).map { column, declared in
                SourceColumn(
                    name: column.name, type: dialect.sourceType(declared: declared ?? ""), declaredType: declared ?? "",
                    isNullable: true)
            }
        case let dialect as SQLiteDialect:
            try run { (statement) throws(SourceError) in try statement.run(dialect.describingView(of: sql)) }
            let columns = try described(dialect.describedColumnsQuery, dialect).map { dialect.computed($0.column) }
            try run { (statement) throws(SourceError) in try statement.run(dialect.describingViewRemoval) }
            return columns
        default: return try resultColumns("SELECT * FROM (\(sql)\n) q WHERE 1 = 0")
        }
    }

    package func descents() throws(SourceError) -> [TableDescent] {
        guard let query = (dialect as? any CatalogueDialect)?.descentQuery else { return [] }
        return try rows(query).compactMap(TableDescent.init)
    }

    /// A column, and its place in the primary key.
    struct CatalogueColumn {
        var column: SourceColumn
        var keyPosition: Int?
    }

    private func table(_ entry: CatalogueEntry) throws(SourceError) -> SourceTable {
        guard let dialect = dialect as? any CatalogueDialect else {
            let columns = try resultColumns("SELECT * FROM \(dialect.quoted(entry.name)) WHERE 1 = 0")
            return SourceTable(
                name: entry.name, isView: entry.isView, columns: columns, primaryKey: try primaryKey(of: entry))
        }
        var columns = try described(dialect.columnsQuery(of: entry.name), dialect)
        guard !columns.isEmpty else {
            throw SourceError(
                .notFound, operation: "catalogue", message: "this user may not see the columns of '\(entry.name)'")
        }
        if entry.isView, let dialect = dialect as? SQLiteDialect {
            for index in columns.indices { columns[index].column = dialect.computed(columns[index].column) }
        }
        let key = columns.filter { $0.keyPosition != nil }.sorted { $0.keyPosition ?? 0 < $1.keyPosition ?? 0 }
        return SourceTable(
            name: entry.name, isView: entry.isView, columns: columns.map(\.column), primaryKey: key.map(\.column.name))
    }

    /// The columns that a statement gives, as the driver hands them over.
    private func resultColumns(_ sql: String) throws(SourceError) -> [SourceColumn] {
        try run { (statement) throws(SourceError) in
            try statement.execute(sql).stream.fields.map { field in
                SourceColumn(
                    name: field.name, type: field.sourceType, declaredType: field.declaredType,
                    isNullable: field.isNullable)
            }
        }
    }

    private func described(
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

    /// All tables and views, or those with this name.
    private func listing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry] {
        guard let dialect = dialect as? any CatalogueDialect else { return try driverListing(name) }
        return try rows(name.map(dialect.tableQuery) ?? dialect.tablesQuery).compactMap { row in
            guard row.count == 3, let table = row[1] else { return nil }
            return CatalogueEntry(name: QualifiedName(schema: row[0], name: table), isView: row[2] == "1")
        }
    }
}
