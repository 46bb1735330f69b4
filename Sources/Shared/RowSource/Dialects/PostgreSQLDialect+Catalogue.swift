package import Model

extension PostgreSQLDialect {
    private static let relations = """
        SELECT n.nspname, c.relname, CASE WHEN c.relkind IN ('v', 'm') THEN 1 ELSE 0 END
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        """

    /// Partitions are left out: their rows belong to the partitioned table.
    package var tablesQuery: String {
        """
        \(Self.relations) AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'
        """
    }

    package func tableQuery(_ name: QualifiedName) -> String {
        "\(Self.relations) AND \(condition(name))"
    }

    package func columnsQuery(of name: QualifiedName) -> String {
        """
        SELECT a.attname, \(typeName("a.atttypid", "a.atttypmod")), CASE WHEN a.attnotnull THEN 0 ELSE 1 END,
            pg_catalog.array_position(k.conkey, a.attnum)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND \(condition(name)) ORDER BY a.attnum
        """
    }

    package func typeNamesQuery(columns: [String], of sql: String) -> String? {
        let types = columns.map { typeName("pg_catalog.pg_typeof(q.\(quoted($0)))", "NULL") }.joined(separator: ", ")
        return "SELECT \(types) FROM (SELECT 1) one LEFT JOIN (\(sql)\n) q ON false"
    }

    /// A type's name, spelt the same whatever the session's settings: `quote_all_identifiers` would quote names.
    ///
    /// One type (`"char"`) always has quotes, and is a different type without them.
    private func typeName(_ id: String, _ modifier: String) -> String {
        """
        CASE \(id)::pg_catalog.oid WHEN 18 THEN '"char"' \
        ELSE pg_catalog.replace(pg_catalog.format_type(\(id), \(modifier)), '"', '') END
        """
    }

    /// Tables in either schema whose rows also belong to their parents, by inheritance or as partitions.
    package var descentQuery: String? {
        """
        SELECT cn.nspname, c.relname, pn.nspname, p.relname, CASE WHEN c.relispartition THEN 1 ELSE 0 END
        FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
        JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
        WHERE c.relkind IN ('r', 'p', 'f') AND cn.nspname NOT LIKE 'pg\\_temp%'
        """
    }

    private func condition(_ name: QualifiedName) -> String {
        let table = "c.relname = \(literal(name.name, Self.text))"
        guard let schema = name.schema else { return "\(table) AND pg_catalog.pg_table_is_visible(c.oid)" }
        return "\(table) AND n.nspname = \(literal(schema, Self.text))"
    }

    private static let text = SourceColumn(name: "", type: .text(length: nil), declaredType: "text", isNullable: true)

    /// Reads types as `format_type` and the drivers' results spell them.
    package func sourceType(declared: String) -> SourceType {
        let (name, arguments, suffix) = SQLText.parts(ofType: declared)
        if declared.hasSuffix("]") { return .other(name: declared) }
        switch name {
        case "boolean", "bool": return .boolean
        case "smallint", "int2", "smallserial": return .integer(bits: 16, signed: true)
        case "integer", "int4", "serial": return .integer(bits: 32, signed: true)
        case "bigint", "int8", "bigserial": return .integer(bits: 64, signed: true)
        case "oid": return .integer(bits: 32, signed: false)
        case "real", "float4": return .float32
        case "double precision", "float8": return .float64
        case "numeric":
            guard let precision = arguments.first else { return .decimal(precision: nil, scale: 0) }
            return .decimal(precision: precision, scale: arguments.dropFirst().first ?? 0)
        case "text", "name": return .text(length: nil)
        case "character varying", "varchar", "character", "char", "bpchar": return .text(length: arguments.first)
        case "bytea": return .binary
        case "date": return .date
        case "time without time zone": return .time
        // The zone of `timestamp(3) with time zone` is in the suffix.
        case "time": return suffix == "with time zone" ? .other(name: declared) : .time
        case "timestamp": return .timestamp(zoned: suffix == "with time zone")
        case "timestamp without time zone": return .timestamp(zoned: false)
        case "timestamp with time zone", "timestamptz": return .timestamp(zoned: true)
        case "uuid": return .uuid
        case "json", "jsonb": return .json
        default: return name.hasPrefix("interval") ? .interval : .other(name: declared)
        }
    }
}
