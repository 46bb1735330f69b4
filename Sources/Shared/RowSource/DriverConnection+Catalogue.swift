package import Model
import Text

/// Reads the catalogue, for ODBC and ADBC alike.
extension DriverConnection {
    package func tables(matching pattern: String) throws(SourceError) -> [QualifiedName] {
        let glob = Glob(pattern)
        return try listing(nil).map(\.name)
            .filter { glob.matches($0.description) || glob.matches($0.name) }
            .sorted { $0.description < $1.description }
    }

    package func internalTables() throws(SourceError) -> [QualifiedName] {
        guard let query = catalogue?.internalTablesQuery else { return [] }
        return try rows(query).compactMap { row in
            row.count == 2 ? row[1].map { QualifiedName(schema: row[0], name: $0) } : nil
        }
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
            // A broken view may have no columns in the catalogue; the system says why.
            _ = try rows("SELECT * FROM \(dialect.quoted(entry.name)) WHERE 1 = 0")
            throw SourceError(
                .notFound, operation: "catalogue",
                message: "'\(entry.name)' has no columns, or this user may not see them")
        }
        let key = columns.filter { $0.keyPosition != nil }.sorted { $0.keyPosition ?? 0 < $1.keyPosition ?? 0 }
        return SourceTable(
            name: entry.name, isView: entry.isView, columns: columns.map(\.column), primaryKey: key.map(\.column.name))
    }

    package func columns(ofTable name: QualifiedName) throws(SourceError) -> [SourceColumn] {
        try table(name).columns
    }

    package func descents() throws(SourceError) -> [TableDescent] {
        guard let query = catalogue?.descentQuery else { return [] }
        return try rows(query).compactMap(TableDescent.init)
    }

    package func columns(ofQuery sql: String) throws(SourceError) -> [SourceColumn] {
        let catalogue = catalogue
        if let catalogue, let view = catalogue.describingView(of: sql) {
            // A query that couldn't be described has left its view behind.
            try execute(view.removal)
            try execute(view.creation)
            let columns = try described(view.columnsQuery, catalogue).map { catalogue.computed($0.column) }
            try execute(view.removal)
            return columns
        }
        let columns = try resultColumns("SELECT * FROM (\(sql)\n) q WHERE 1 = 0") { (names) throws(SourceError) in
            guard let query = catalogue?.typeNamesQuery(columns: names, of: sql) else { return nil }
            return try rows(query).first?.map { $0 ?? "" }
        }
        guard let catalogue else { return columns }
        return columns.map { column in
            var column = column
            column.declaredType = catalogue.declaration(inResult: column.declaredType)
            return column
        }
    }

    private var catalogue: (any CatalogueDialect)? { dialect as? any CatalogueDialect }

    /// All tables and views, or those with this name.
    private func listing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry] {
        guard let catalogue else { return try driverListing(name) }
        return try rows(name.map(catalogue.tableQuery) ?? catalogue.tablesQuery).compactMap { row in
            guard row.count == 3, let table = row[1] else { return nil }
            return CatalogueEntry(name: QualifiedName(schema: row[0], name: table), isView: row[2] == "1")
        }
    }

    private func columns(of entry: CatalogueEntry) throws(SourceError) -> [CatalogueColumn] {
        guard let catalogue else { return try driverColumns(of: entry) }
        let columns = try described(catalogue.columnsQuery(of: entry.name), catalogue)
        guard entry.isView else { return columns }
        return columns.map { CatalogueColumn(column: catalogue.computed($0.column), keyPosition: $0.keyPosition) }
    }

    private func described(
        _ query: String, _ catalogue: any CatalogueDialect
    ) throws(SourceError) -> [CatalogueColumn] {
        try rows(query).compactMap { row in
            guard row.count == 4, let column = row[0] else { return nil }
            let declared = row[1] ?? ""
            return CatalogueColumn(
                column: SourceColumn(
                    name: column, type: catalogue.sourceType(declared: declared), declaredType: declared,
                    isNullable: row[2] != "0"),
                keyPosition: row[3].flatMap { Int($0) })
        }
    }
}
