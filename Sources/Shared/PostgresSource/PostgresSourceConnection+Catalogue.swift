package import Model
import Postgres
package import RowSource
import Text

extension PostgresSourceConnection {
    package func tables(matching pattern: String) throws(SourceError) -> [QualifiedName] {
        try endReading()
        let glob = Glob(pattern)
        return try texts("catalogue", catalogue.tablesQuery).compactMap { row in
            row[1].map { QualifiedName(schema: row[0], name: $0) }
        }
        .filter { glob.matches($0.description) || glob.matches($0.name) }
        .sorted { $0.description < $1.description }
    }

    package func internalTables() -> [QualifiedName] { [] }

    package func table(_ name: QualifiedName) throws(SourceError) -> SourceTable {
        try endReading()
        guard let row = try relation(name), let found = row[1] else {
            throw SourceError(
                .notFound, operation: "catalogue",
                message: "there is no table or view '\(name)' at the source, or this user may not see it")
        }
        let full = QualifiedName(schema: row[0], name: found)
        let listed = try texts("catalogue", catalogue.columnsQuery(of: full))
        let facts =
            try texts(
                "catalogue",
                "SELECT relkind, pg_catalog.has_table_privilege(oid, 'SELECT') FROM pg_catalog.pg_class "
                    + "WHERE oid = \(native.regclass(full))"
            ).first ?? []
        let isOpen = facts.last == "t"
        let columns = try sourceColumns(of: isOpen ? "SELECT * FROM \(dialect.quoted(full))" : select(full, listed)) {
            index in
            // The server doesn't say whether a result's columns may be NULL.
            listed.indices.contains(index) && listed[index][2] == "0"
        }
        let key = listed.compactMap { row in row[3].flatMap { Int($0) }.flatMap { place in row[0].map { (place, $0) } }
        }
        return SourceTable(
            name: full, isView: row[2] == "1", columns: columns,
            primaryKey: key.sorted { $0.0 < $1.0 }.map(\.1),
            hasPlaces: ["r", "m"].contains(facts.first ?? ""))
    }

    /// A statement that describes a table of which the user may read some columns only; the others are NULL in it.
    ///
    /// - Parameter listed: the columns in the catalogue.
    private func select(_ table: QualifiedName, _ listed: [[String?]]) throws(SourceError) -> String {
        let open = try texts(
            "catalogue",
            """
            SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = \(native.regclass(table)) AND attnum > 0
            AND NOT attisdropped AND pg_catalog.has_column_privilege(attrelid, attnum, 'SELECT')
            """
        ).map(\.first)
        guard !open.isEmpty else { return "SELECT * FROM \(dialect.quoted(table))" }
        let items = listed.map { column in
            let name = dialect.quoted((column.first ?? nil) ?? "")
            return open.contains(column.first) ? name : "NULL::\(column[1] ?? "") AS \(name)"
        }
        return "SELECT \(items.joined(separator: ", ")) FROM \(dialect.quoted(table))"
    }

    package func columns(ofTable name: QualifiedName) throws(SourceError) -> [SourceColumn] {
        try table(name).columns
    }

    package func descents() throws(SourceError) -> [TableDescent] {
        try endReading()
        return try texts("catalogue", catalogue.descentQuery ?? "").compactMap(TableDescent.init)
    }

    package func columns(ofQuery sql: String) throws(SourceError) -> [SourceColumn] {
        try endReading()
        return try inTransaction { () throws(SourceError) in
            try sourceColumns(of: sql, isNotNull: { _ in false })
        }
    }

    /// For a name without a schema, the first match on the role's search path.
    private func relation(_ name: QualifiedName) throws(SourceError) -> [String?]? {
        let schemas = if let schema = name.schema { [schema] } else { try visibleSchemas() }
        for schema in schemas {
            let query = catalogue.tableQuery(QualifiedName(schema: schema, name: name.name))
            if let row = try texts("catalogue", query).first { return row }
        }
        return nil
    }

    private var catalogue: PostgreSQLDialect { PostgreSQLDialect() }

    /// Takes the types that the server reports for a result, where a domain appears as its base type.
    private func sourceColumns(
        of sql: String, isNotNull: (Int) -> Bool
    ) throws(SourceError) -> [SourceColumn] {
        let columns = try columns(of: sql)
        guard !columns.isEmpty else {
            throw SourceError(.notFound, operation: "catalogue", message: "there are no columns to read")
        }
        let calls = columns.map { "pg_catalog.format_type(\($0.typeID), \($0.modifier))" }
        // An array, because a SELECT list is limited to 1664 items.
        let types = try texts("catalogue", "SELECT unnest(ARRAY[\(calls.joined(separator: ", "))])").map { $0[0] ?? "" }
        return zip(columns, types).enumerated().map { index, pair in
            let (column, type) = pair
            return SourceColumn(
                name: column.name, type: catalogue.sourceType(declared: type), declaredType: type,
                isNullable: !isNotNull(index), equivalent: Self.equivalent(type, id: column.typeID))
        }
    }

    /// The target type with the same values in the same binary form; `nil` if there is none.
    static func equivalent(_ type: String, id: UInt32) -> TargetType? {
        guard id < TypeID.firstUnstable else { return nil }
        // The meaning of money's digits depends on the server's locale.
        if id == TypeID.money { return .numeric(precision: nil, scale: 0) }
        if let known = TargetType(formatType: type) { return known }
        guard BuiltInType.id(of: type) == id else { return nil }
        // A bit string of this type always has the declared length; for other types, the length is only a maximum.
        return .builtIn(name: type.hasPrefix("bit(") ? type : BuiltInType.withoutLength(type))
    }
}
