package import Model

extension SnowflakeDialect {
    /// Views may appear in both lists, or only in their own.
    private func listing(_ condition: String) -> String {
        """
        SELECT table_schema, table_name, CASE WHEN table_type LIKE '%VIEW' THEN 1 ELSE 0 END \
        FROM information_schema.tables WHERE \(condition) \
        UNION SELECT table_schema, table_name, 1 FROM information_schema.views WHERE \(condition)
        """
    }

    package var tablesQuery: String { listing("table_schema <> 'INFORMATION_SCHEMA'") }

    package func tableQuery(_ name: QualifiedName) -> String { listing(condition(name)) }

    /// Keys come from `keyQuery` only.
    package func columnsQuery(of name: QualifiedName) -> String {
        """
        SELECT column_name, CASE WHEN data_type = 'NUMBER' THEN 'NUMBER(' || numeric_precision || ',' || numeric_scale || ')' \
        WHEN data_type = 'TEXT' THEN 'VARCHAR(' || character_maximum_length || ')' \
        WHEN data_type LIKE 'TIME%' THEN data_type || '(' || datetime_precision || ')' ELSE data_type END, \
        CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END, NULL \
        FROM information_schema.columns WHERE \(condition(name)) ORDER BY ordinal_position
        """
    }

    /// The columns of the primary key: the fifth field of a row is the name, the sixth the position.
    package func keyQuery(of name: QualifiedName) -> String {
        "SHOW PRIMARY KEYS IN TABLE \(quoted(name))"
    }

    /// One row: clustering key, days of time travel, bytes.
    package func storageQuery(of name: QualifiedName) -> String {
        "SELECT clustering_key, retention_time, bytes FROM information_schema.tables WHERE \(condition(name))"
    }

    /// One row: days of time travel, and the age of an instant in seconds.
    package func reachQuery(of name: QualifiedName, instant: String) -> String {
        """
        SELECT retention_time, DATEDIFF('second', \(text(instant))::TIMESTAMP_TZ, CURRENT_TIMESTAMP()) \
        FROM information_schema.tables WHERE \(condition(name))
        """
    }

    /// One row: the lowest and highest value of each column, which Snowflake knows without reading the table.
    package func extremesQuery(of columns: [SourceColumn], in table: SourceTable) -> String {
        let items = columns.flatMap { column in
            ["MIN", "MAX"].map { "TO_VARCHAR(\($0)(\(quoted(column.name))))" }
        }
        return "SELECT \(items.joined(separator: ", ")) FROM \(from(table))"
    }

    private func condition(_ name: QualifiedName) -> String {
        let schema = name.schema.map(text) ?? "CURRENT_SCHEMA()"
        return "table_schema = \(schema) AND table_name = \(text(name.name))"
    }

    /// Reads types as the columns query, the drivers and users spell them.
    package func sourceType(declared: String) -> SourceType {
        let (name, arguments, _) = SQLText.parts(ofType: declared)
        switch name.filter({ $0 != "_" && $0 != " " }) {
        case "number", "decimal", "numeric", "fixed":
            return .decimal(precision: arguments.first ?? 38, scale: arguments.dropFirst().first ?? 0)
        case "float", "double", "real", "doubleprecision": return .float64
        case "varchar", "text", "string", "char", "character": return .text(length: arguments.first)
        case "binary", "varbinary": return .binary
        case "boolean": return .boolean
        case "date": return .date
        case "time": return .time
        case "timestampntz", "datetime", "timestamp": return .timestamp(zoned: false)
        case "timestampltz", "timestamptz": return .timestamp(zoned: true)
        case "variant", "object", "array", "map", "struct": return .json
        default: return .other(name: declared)
        }
    }

    /// The leading columns of a clustering key that sort like the key: `LINEAR(A, TO_DATE("b"))`.
    ///
    /// Rows with close values in such a column are stored in the same files, so a range reads only part of the table.
    package static func clusteringColumns(_ key: String, of columns: [SourceColumn]) -> [String] {
        guard let open = key.firstIndex(of: "("), key.last == ")" else { return [] }
        var names: [String] = []
        for part in parts(key[key.index(after: open)...].dropLast()) {
            guard let name = column(part, of: columns) else { break }
            names.append(name)
        }
        return names
    }

    /// Splits at commas outside parentheses and quotes.
    private static func parts(_ list: Substring) -> [String] {
        var parts = [""]
        var depth = 0
        var isQuoted = false
        for character in list {
            switch character {
            case "\"": isQuoted.toggle()
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted: depth -= 1
            default: break
            }
            if character == ",", depth == 0, !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    private static func column(_ part: String, of columns: [SourceColumn]) -> String? {
        for function in ["TO_DATE(", "DATE("] where part.uppercased().hasPrefix(function) && part.last == ")" {
            return column(String(part.dropFirst(function.count).dropLast()), of: columns)
        }
        let isQuoted = part.count > 2 && part.first == "\"" && part.last == "\""
        let name =
            isQuoted
            ? part.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false).joined(
                separator: "\"")
            : part.uppercased()
        return columns.contains { $0.name == name } ? name : nil
    }
}
