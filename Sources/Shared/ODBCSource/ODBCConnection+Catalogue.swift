package import Model
package import RowSource

/// Reads the catalogue through ODBC's functions.
///
/// Provides tables and columns for systems without a dialect of their own, and result columns for all systems.
extension ODBCConnection {
    /// Uses SQLTables to list all tables and views, or those with this name.
    package func driverListing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry] {
        let space = try connected().nameSpace
        // The system has no qualifiers; a driver might ignore this one.
        if space == .none, name?.schema != nil { return [] }
        let rows = try run { (statement) throws(SourceError) in
            try statement.tables(space.arguments(name?.schema, isListing: name == nil), name: name?.name)
            return try statement.texts()
        }
        return rows.compactMap { row in
            guard row.count >= 4, let table = row[2], let type = row[3], Self.holdsRows(type),
                let found = space.name(catalogue: row[0], schema: row[1], table: table),
                !Self.systemSchemas.contains(found.schema?.lowercased() ?? "")
            else { return nil }
            // A driver may treat names as patterns nevertheless.
            if let name, name.name != table || (name.schema != nil && name.schema != found.schema) { return nil }
            return CatalogueEntry(name: found, isView: type.hasSuffix("VIEW"))
        }
    }

    /// Whether a type of table holds rows: any kind of table or view (`TABLE`, `MATVIEW`, `FOREIGN TABLE`) except
    /// system and session tables.
    private static func holdsRows(_ type: String) -> Bool {
        (type.hasSuffix("TABLE") || type.hasSuffix("VIEW")) && !type.hasPrefix("SYSTEM") && !type.contains("TEMPORARY")
    }

    private static let systemSchemas: Set<String> = [
        "information_schema", "pg_catalog", "pg_toast", "sys", "system", "mysql", "performance_schema", "dbc",
    ]

    /// Uses SQLColumns and SQLPrimaryKeys.
    package func driverColumns(of entry: CatalogueEntry) throws(SourceError) -> [CatalogueColumn] {
        let name = entry.name
        let space = try connected().nameSpace
        let arguments = space.arguments(name.schema, isListing: false)
        let keys = try run { (statement) throws(SourceError) in
            try statement.primaryKeys(arguments, name: name.name)
            return try statement.texts()
        }
        let positions = Dictionary(
            keys.compactMap { row -> (String, Int)? in
                // Systems that compare names loosely also return other tables' keys.
                guard row.count >= 5, let table = row[2], let column = row[3], let place = row[4].flatMap({ Int($0) }),
                    space.name(catalogue: row[0], schema: row[1], table: table) == name
                else { return nil }
                return (column, place)
            }, uniquingKeysWith: { first, _ in first })
        let rows = try run { (statement) throws(SourceError) in
            try statement.columns(arguments, name: name.name)
            return try statement.texts()
        }
        return rows.compactMap { row in
            guard row.count >= 11, let table = row[2], let column = row[3],
                space.name(catalogue: row[0], schema: row[1], table: table) == name
            else { return nil }
            let described = DescribedColumn(
                name: column, sqlType: row[4].flatMap { Int($0) } ?? 0, size: row[6].flatMap { Int($0) } ?? 0,
                digits: row[8].flatMap { Int($0) } ?? 0, isNullable: row[10] != "0",
                isUnsigned: row[5]?.lowercased().contains("unsigned") ?? false, typeName: row[5] ?? "")
            return CatalogueColumn(column: sourceColumn(described), keyPosition: positions[column])
        }
    }

    package func resultColumns(
        _ sql: String, typeNames: ([String]) throws(SourceError) -> [String]?
    ) throws(SourceError) -> [SourceColumn] {
        let described = try run { (statement) throws(SourceError) in
            // Executed, not only prepared: some drivers know the types only after execution.
            try statement.execute(sql)
            return try statement.describeColumns()
        }
        let named = try typeNames(described.map(\.name))
        return described.enumerated().map { position, column in
            var column = column
            if let named { column.typeName = named[position] }
            return sourceColumn(column)
        }
    }

    private func sourceColumn(_ column: DescribedColumn) -> SourceColumn {
        SourceColumn(
            name: column.name, type: ODBCTypeMapping.type(of: column, in: dialect, traits),
            declaredType: ODBCTypeMapping.declaration(of: column), isNullable: column.isNullable)
    }
}
