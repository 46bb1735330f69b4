import Model

/// Queries on `information_schema`.
enum StandardCatalogue {
    /// Schema, name and type of every table and view except the system's own, or only of the named one.
    static func tablesQuery(_ name: QualifiedName?) -> String {
        let tables = "SELECT table_schema, table_name, table_type FROM information_schema.tables"
        guard let name else {
            return "\(tables) WHERE LOWER(table_schema) NOT IN ('information_schema', 'pg_catalog', 'sys', 'mysql')"
        }
        return "\(tables) WHERE \(condition(name, ""))"
    }

    /// The columns of the primary key in order, with schema and table.
    static func keyQuery(_ name: QualifiedName) -> String {
        """
        SELECT k.column_name, k.table_schema, k.table_name FROM information_schema.table_constraints c
        JOIN information_schema.key_column_usage k ON k.constraint_name = c.constraint_name
        AND k.table_schema = c.table_schema AND k.table_name = c.table_name
        WHERE c.constraint_type = 'PRIMARY KEY' AND \(condition(name, "c.")) ORDER BY k.ordinal_position
        """
    }

    private static func condition(_ name: QualifiedName, _ prefix: String) -> String {
        let table = "\(prefix)table_name = \(literal(name.name))"
        return name.schema.map { "\(table) AND \(prefix)table_schema = \(literal($0))" } ?? table
    }

    private static func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
