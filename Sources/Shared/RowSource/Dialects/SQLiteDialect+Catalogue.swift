package import Model

extension SQLiteDialect {
    /// The ODBC driver, told to keep names with a dot intact, makes SQLite prefix each with the table's name.
    ///
    /// The ADBC driver has no setting for how long to wait while others write.
    package var sessionSetup: [String] {
        switch access {
        case .odbc: ["PRAGMA full_column_names = 0", "PRAGMA short_column_names = 1"]
        case .adbc: ["PRAGMA busy_timeout = 30000"]
        }
    }

    package var tablesQuery: String {
        """
        SELECT 'main', name, type = 'view' FROM main.sqlite_master
        WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) NOT IN (\(Self.shadows))
        """
    }

    /// The shadow tables of full-text and R-tree indexes.
    package var internalTablesQuery: String? {
        """
        SELECT 'main', name FROM main.sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) IN (\(Self.shadows))
        """
    }

    /// The shadow tables of each kind of virtual table, by the ends of their names.
    private static let shadowParts = [
        "fts3": ["content", "segments", "segdir", "docsize", "stat"],
        "fts4": ["content", "segments", "segdir", "docsize", "stat"],
        "fts5": ["data", "idx", "content", "docsize", "config"],
        "rtree": ["node", "rowid", "parent"],
        "rtree_i32": ["node", "rowid", "parent"],
        "geopoly": ["node", "rowid", "parent"],
    ]

    /// A query for the names of all possible shadow tables, in lower case.
    ///
    /// SQLite itself only knows them while the module of their virtual table is loaded.
    private static var shadows: String {
        let parts = shadowParts.sorted { $0.key < $1.key }.flatMap { module, ends in
            ends.map { "('\(module)', '_\($0)')" }
        }
        let blanks = ["char(9)", "char(10)", "char(13)", "' '"]
        let words = blanks.reduce("lower(sql)") { text, blank in "replace(\(text), \(blank), '')" }
        return """
            SELECT lower(v.name) || p.column2 FROM (SELECT name, \(words) || '(' AS words FROM main.sqlite_master \
            WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE %') v JOIN (VALUES \(parts.joined(separator: ", "))) p \
            ON instr(v.words, 'using' || p.column1 || '(')
            """
    }

    /// SQLite has no schemas; its main database is shown as one.
    package func tableQuery(_ name: QualifiedName) -> String {
        guard name.schema ?? "main" == "main" else { return "SELECT NULL, NULL, NULL WHERE 0" }
        return """
            SELECT 'main', name, type = 'view' FROM main.sqlite_master
            WHERE type IN ('table', 'view') AND name = \(SQLText.quoted(name.name, by: "'"))
            """
    }

    /// `hidden` = 1 marks the inner columns of virtual tables, 2 and 3 generated columns.
    package func columnsQuery(of name: QualifiedName) -> String {
        """
        SELECT name, type, NOT "notnull", nullif(pk, 0)
        FROM pragma_table_xinfo(\(SQLText.quoted(name.name, by: "'")), 'main') WHERE hidden <> 1 ORDER BY cid
        """
    }

    package func sourceType(declared: String) -> SourceType {
        let (name, arguments, suffix) = SQLText.parts(ofType: declared)
        let words = name.split(separator: " ").map(String.init)
        switch words.first ?? "" {
        case "": return .text(length: nil)
        case "bool", "boolean": return .boolean
        case "date": return .date
        case "time": return .time
        case "datetime", "timestamp":
            return .timestamp(zoned: words.contains("with") || suffix.hasPrefix("with time"))
        case "timestamptz": return .timestamp(zoned: true)
        case "uuid", "guid", "uniqueidentifier": return .uuid
        case "json", "jsonb": return .json
        case "decimal", "numeric", "dec", "number":
            guard let precision = arguments.first else { return .decimal(precision: nil, scale: 0) }
            return .decimal(precision: precision, scale: arguments.dropFirst().first ?? 0)
        case "bytea", "binary", "varbinary", "longvarbinary": return .binary
        default: break
        }
        // The rest follows SQLite's affinity rules. All integers have 64 bits and a sign, whatever their type's name;
        // larger ones are stored as reals, and refused when they are read.
        if name.contains("int") {
            return .integer(bits: 64, signed: true)
        }
        if name.contains("char") || name.contains("clob") || name.contains("text") {
            return .text(length: arguments.first)
        }
        if name.contains("blob") { return .binary }
        if name.contains("real") || name.contains("floa") || name.contains("doub") { return .float64 }
        return .other(name: declared)
    }
}
