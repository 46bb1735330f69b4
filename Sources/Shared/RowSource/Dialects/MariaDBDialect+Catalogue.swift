package import Model

extension MariaDBDialect {
    private static let tables = """
        SELECT table_schema, table_name, CASE WHEN table_type LIKE '%VIEW' THEN 1 ELSE 0 END
        FROM information_schema.tables
        """

    package var tablesQuery: String {
        """
        \(Self.tables) WHERE table_schema NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
        AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
        """
    }

    package func tableQuery(_ name: QualifiedName) -> String {
        "\(Self.tables) WHERE \(condition(name))"
    }

    /// Foreign keys also appear in the key column usage view.
    package func columnsQuery(of name: QualifiedName) -> String {
        """
        SELECT c.column_name, c.column_type, CASE c.is_nullable WHEN 'YES' THEN 1 ELSE 0 END, k.ordinal_position
        FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k
        ON \(condition(name, of: "k.")) AND k.constraint_name = 'PRIMARY' AND k.referenced_table_name IS NULL
        AND \(bytes("k.column_name")) = \(bytes("c.column_name"))
        WHERE \(condition(name, of: "c.")) ORDER BY c.ordinal_position
        """
    }

    /// Compares names byte for byte, since `=` treats `Foo` as `foo` and `é` as `e`.
    ///
    /// The additional `=` lets the server look up one table instead of reading all.
    private func condition(_ name: QualifiedName, of alias: String = "") -> String {
        let schema = name.schema.map { "_utf8mb4 X'\(SQLText.hex($0))'" } ?? "DATABASE()"
        let table = "_utf8mb4 X'\(SQLText.hex(name.name))'"
        return """
            \(alias)table_schema = \(schema) AND \(alias)table_name = \(table) \
            AND \(bytes("\(alias)table_schema")) = \(bytes(schema)) AND \(bytes("\(alias)table_name")) = \(bytes(table))
            """
    }

    private func bytes(_ name: String) -> String { "CAST(CONVERT(\(name) USING utf8mb4) AS BINARY)" }

    /// Reads types as `information_schema.columns.column_type` spells them.
    package func sourceType(declared: String) -> SourceType {
        let (name, arguments, suffix) = SQLText.parts(ofType: declared)
        let words = name.split(separator: " ").map(String.init)
        let signed = !words.contains("unsigned") && !suffix.contains("unsigned")
        switch words.first ?? "" {
        // `boolean` is an alias of tinyint(1) and holds any small number.
        case "tinyint": return .integer(bits: 8, signed: signed)
        case "smallint": return .integer(bits: 16, signed: signed)
        case "mediumint", "int", "integer": return .integer(bits: 32, signed: signed)
        case "bigint": return .integer(bits: 64, signed: signed)
        case "year": return .integer(bits: 16, signed: true)
        case "bit": return arguments.first ?? 1 == 1 ? .boolean : .integer(bits: 64, signed: false)
        case "decimal", "numeric":
            return .decimal(precision: arguments.first ?? 10, scale: arguments.dropFirst().first ?? 0)
        case "float": return .float32
        case "double": return .float64
        case "date": return .date
        case "time": return .time
        case "datetime": return .timestamp(zoned: false)
        case "timestamp": return .timestamp(zoned: true)
        case "char", "varchar": return .text(length: arguments.first)
        case "tinytext", "text", "mediumtext", "longtext", "enum", "set": return .text(length: nil)
        case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob": return .binary
        case "json": return .json
        case "uuid": return .uuid
        default: return .other(name: declared)
        }
    }
}
