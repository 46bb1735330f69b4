import Model
import RowSource

/// Finds rows at the source that a key of the target would refuse: keys that are NULL, or shared by several rows.
///
/// Publishing would find them, too, but only after all rows were copied. One aggregated statement per key reads the key
/// columns. What the source enforces isn't asked for.
package struct KeyCheck: Hashable, Sendable {
    /// What a statement found.
    package struct Finding: Hashable, Sendable {
        /// For example `the key (id) is NULL in 3 rows, and 12 rows share 5 of its values`.
        package var text: String
        /// Whether the source might take values for equal that PostgreSQL distinguishes, so that this proves nothing.
        package var isDoubtful: Bool
    }

    /// The key's columns, as the source names them.
    package let columns: [String]
    /// Whether the key belongs to a table that was in the target before the run.
    package let isOfTarget: Bool
    /// Returns one row: rows whose key is NULL, values shared by several rows, and the rows that share them.
    package let query: String
    /// Returns the most frequent values, and the number of rows of each.
    package let exampleQuery: String
    private let isExact: Bool
    private let isComputed: Bool

    private static let mostExamples = 5

    /// `nil` if there is nothing to check.
    ///
    /// - Parameter refusesNull: whether no column of the key may be NULL; otherwise such rows share no key.
    init?(
        _ key: [TablePlan.CopiedColumn], of relation: SourceRelation, filter: String?, dialect: any SQLDialect,
        isOfTarget: Bool, refusesNull: Bool
    ) {
        guard !key.isEmpty else { return nil }
        let isTable = relation.table?.isView == false
        let plain = Set(key.filter { $0.expression == nil }.map(\.column.name))
        let declared = relation.table?.primaryKey ?? []
        let isUnique =
            isTable && dialect.enforcesPrimaryKeys && !declared.isEmpty && plain.isSuperset(of: declared)
        let mayBeNull = key.contains { !isTable || $0.expression != nil || $0.column.isNullable }
        guard !isUnique || (refusesNull && mayBeNull) else { return nil }
        columns = key.map(\.column.name)
        isComputed = key.contains { $0.expression != nil }
        self.isOfTarget = isOfTarget
        var isExact = true
        var values: [String] = []
        for column in key {
            let expression = column.expression.map { "(\($0))" } ?? dialect.quoted(column.column.name)
            let exact = dialect.exact(expression, column.column)
            isExact = isExact && exact != nil
            values.append(exact ?? expression)
        }
        self.isExact = isExact
        let names = key.indices.map { "key_part_\($0 + 1)" }
        let isNull = names.map { "\($0) IS NULL" }.joined(separator: " OR ")
        let items = zip(values, names).map { "\($0) AS \($1)" }.joined(separator: ", ")
        let condition = filter.map { " WHERE (\($0))" } ?? ""
        let grouped = """
            (SELECT \(names.joined(separator: ", ")), COUNT(*) AS key_rows FROM \
            (SELECT \(items) FROM \(relation.from)\(condition)) key_values GROUP BY \(names.joined(separator: ", "))) \
            grouped_keys
            """
        let nulls = refusesNull ? "SUM(CASE WHEN \(isNull) THEN key_rows ELSE 0 END)" : "0"
        query = """
            SELECT \(nulls), SUM(CASE WHEN \(isNull) THEN 0 WHEN key_rows > 1 THEN 1 ELSE 0 END), \
            SUM(CASE WHEN \(isNull) THEN 0 WHEN key_rows > 1 THEN key_rows ELSE 0 END) FROM \(grouped)
            """
        exampleQuery = """
            SELECT \(names.joined(separator: ", ")), key_rows FROM \(grouped) \
            WHERE key_rows > 1 AND NOT (\(isNull)) ORDER BY key_rows DESC LIMIT \(Self.mostExamples)
            """
    }

    /// Whether the counts with which the table was cut show already that the target's key accepts all rows.
    package func isAnswered(by chunks: ChunkPlan) -> Bool {
        chunks.totalRows == 0 || (!isComputed && chunks.uniqueColumn.map { [$0] } == columns)
    }

    /// Parses the answer to `query`; `nil` if the target's key accepts all rows.
    package func finding(_ rows: [[String?]]) throws(PlanningError) -> Finding? {
        guard rows.count == 1, rows[0].count == 3 else {
            throw PlanningError(
                .source, table: columns.joined(separator: ", "),
                message: "the source answered the query for the key's values in an unexpected form")
        }
        // Sums are NULL if there are no rows; some drivers print them with decimals.
        let counts = rows[0].map { text in text.flatMap { Double($0) }.map { Int($0) } ?? 0 }
        var parts: [String] = []
        if counts[0] > 0 { parts.append("is NULL in \(counts[0]) \(counts[0] == 1 ? "row" : "rows")") }
        if counts[1] > 0 {
            parts.append("has \(counts[1]) \(counts[1] == 1 ? "value" : "values") that \(counts[2]) rows share")
        }
        guard !parts.isEmpty else { return nil }
        let owner = isOfTarget ? "the target's key" : "the key"
        return Finding(
            text: "\(owner) (\(columns.joined(separator: ", "))) \(parts.joined(separator: ", and "))",
            isDoubtful: counts[0] == 0 && !isExact)
    }

    /// The answer to `exampleQuery` as text: `(7) in 3 rows, (9) in 2 rows`.
    package func examples(_ rows: [[String?]]) -> String {
        rows.prefix(Self.mostExamples).map { row in
            "(\(row.dropLast().map { $0 ?? "NULL" }.joined(separator: ", "))) in \((row.last ?? nil) ?? "?") rows"
        }.joined(separator: ", ")
    }
}
