package import Model

/// A table to create in the target, with the statements that create it.
package struct TargetTable: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package var name: String
        package var type: TargetType
        /// Of the key, and never NULL at the source: making the key needn't read all rows once more to find that out.
        package var isNotNull: Bool

        package init(name: String, type: TargetType, isNotNull: Bool = false) {
            self.name = name
            self.type = type
            self.isNotNull = isNotNull
        }
    }

    package var name: QualifiedName
    package var columns: [Column]
    /// Column names of the key; empty if there is none.
    package var primaryKey: [String]

    /// Names of columns that each PostgreSQL table has already.
    private static let systemColumns: Set<String> = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]

    /// PostgreSQL's limit.
    package static let maximumColumns = 1600

    package init(name: QualifiedName, columns: [Column], primaryKey: [String]) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
    }

    /// Refuses what PostgreSQL would truncate or can't store.
    ///
    /// That is: names over 63 bytes (which collide when truncated), empty or repeated names and those of system columns,
    /// no columns or too many, and a key column that doesn't exist.
    ///
    /// - Parameter source: the source's name, for messages.
    package func validate(source: String) throws(PlanningError) {
        try Self.validate(name.name, of: "target table", source: source)
        if let schema = name.schema { try Self.validate(schema, of: "target schema", source: source) }
        var seen: Set<String> = []
        for column in columns {
            try Self.validate(column.name, of: "target column", source: source)
            guard !Self.systemColumns.contains(column.name) else {
                throw PlanningError(
                    .refused, table: source,
                    message: """
                        a column can't be named \(column.name), which PostgreSQL keeps for itself; drop it and add it \
                        under another name: columns: {\(column.name): {drop: true}, \(column.name)_: {expr: the quoted \
                        column}}
                        """)
            }
            guard seen.insert(column.name).inserted else {
                throw PlanningError(
                    .refused, table: source,
                    message: "two columns would be named \(column.name) in \(name); give one another name in the query")
            }
        }
        guard !columns.isEmpty else {
            throw PlanningError(.configuration, table: source, message: "no column is left to copy")
        }
        guard columns.count <= Self.maximumColumns else {
            throw PlanningError(
                .refused, table: source,
                message: """
                    \(columns.count) columns are more than the \(Self.maximumColumns) that a PostgreSQL table can have; \
                    drop some with columns: {name: {drop: true}}
                    """)
        }
        if let missing = primaryKey.first(where: { !seen.contains($0) }) {
            throw PlanningError(
                .configuration, table: source, message: "key column \(missing) isn't among the copied columns")
        }
    }

    private static func validate(_ name: String, of what: String, source: String) throws(PlanningError) {
        let bytes = name.utf8.count
        if bytes > IdentifierLimit.bytes {
            let wayOut =
                what == "target column"
                ? "; drop it and add it under a shorter name: "
                    + "columns: {\(name): {drop: true}, short_name: {expr: the quoted column}}"
                : "; choose a shorter target"
            throw PlanningError(
                .refused, table: source,
                message: """
                    the \(what) \(name) has \(bytes) bytes, and PostgreSQL would cut it to \
                    \(IdentifierLimit.bytes), where names can collide\(wayOut)
                    """)
        }
        if name.isEmpty || name.utf8.contains(0) {
            throw PlanningError(.refused, table: source, message: "a \(what) has a name that PostgreSQL can't hold")
        }
    }

    /// `CREATE TABLE` without keys: the key is created when the table is published, after all rows are in.
    ///
    /// - Parameters:
    /// - created: the name to create it under; `nil` for its own name.
    /// - isUnlogged: whether to keep the rows out of the WAL until publishing sets the table LOGGED.
    package func createStatement(as created: QualifiedName? = nil, isUnlogged: Bool = false) -> String {
        let items = columns.map { column in
            "    \(PostgresIdentifier.quoted(column.name)) \(column.type.sql)\(column.isNotNull ? " NOT NULL" : "")"
        }
        return """
            CREATE \(isUnlogged ? "UNLOGGED " : "")TABLE \((created ?? name).postgresQuoted) (
            \(items.joined(separator: ",\n"))
            )
            """
    }

    /// `ALTER TABLE … ADD CONSTRAINT … PRIMARY KEY`; `nil` without a key.
    ///
    /// - Parameters:
    /// - table: the table that holds the rows, staging or target; `nil` for its own name.
    /// - constraint: `nil` to let the server choose a name from the table's.
    package func primaryKeyStatement(on table: QualifiedName? = nil, constraint: String? = nil) -> String? {
        guard !primaryKey.isEmpty else { return nil }
        let named = constraint.map { "CONSTRAINT \(PostgresIdentifier.quoted($0)) " } ?? ""
        let columns = primaryKey.map(PostgresIdentifier.quoted).joined(separator: ", ")
        return "ALTER TABLE \((table ?? name).postgresQuoted) ADD \(named)PRIMARY KEY (\(columns))"
    }
}
