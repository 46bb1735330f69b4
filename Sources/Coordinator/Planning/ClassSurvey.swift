package import Model
package import RowSource

/// Determines types for columns to which the source gives none.
///
/// These are SQLite expressions in a view, a query or an `expr`; their values may be of any class.
///
/// The classes are queried over all rows, before anything is planned.
package struct ClassSurvey {
    private let relation: QualifiedName
    private let columns: [SourceColumn]
    /// Returns one row with the classes of each column.
    package let query: String

    /// `nil` if every column has a type: from the source, the column rules or the target column.
    ///
    /// - Parameters:
    /// - expressions: the result of `columns(ofQuery:)` for `TablePlan.expressionProbe`.
    /// - isMatched: whether the existing target table's columns determine the types.
    package init?(
        _ relation: SourceRelation, expressions: [SourceColumn], rules: [String: ColumnRule], filter: String?,
        isMatched: Bool, dialect: any SQLDialect
    ) {
        guard !isMatched else { return nil }
        let written = TablePlan.expressions(relation, rules)
        let replaced = Set(written.map(\.name))
        var items: [(column: SourceColumn, expression: String)] = relation.columns.compactMap { column in
            guard column.type == .undeclared, !replaced.contains(column.name) else { return nil }
            switch rules[column.name] {
            case nil, .copy(nil, _): return (column, dialect.quoted(column.name))
            case .drop, .copy: return nil
            }
        }
        for (expression, column) in zip(written, expressions) where column.type == .undeclared {
            guard case .copy(nil, _) = rules[expression.name] else { continue }
            var column = column
            column.name = expression.name
            items.append((column, "(\(expression.expression))"))
        }
        let masks = items.indices.compactMap { dialect.classes(of: dialect.quoted("c\($0)")) }
        guard !items.isEmpty, masks.count == items.count else { return nil }
        self.relation = relation.name
        columns = items.map(\.column)
        let list = items.enumerated().map { "\($0.element.expression) AS \(dialect.quoted("c\($0.offset)"))" }
        let condition = filter.map { " WHERE (\($0))" } ?? ""
        query = """
            SELECT \(masks.joined(separator: ", ")) FROM (SELECT \(list.joined(separator: ", ")) \
            FROM \(relation.from)\(condition)\(dialect.fence ?? "")) q
            """
    }

    /// The columns' types, by name.
    ///
    /// - Parameter rows: the answer to `query`.
    /// - Throws: `.refused` for a column without values, or whose values no single type can hold unchanged.
    package func types(_ rows: [[String?]]) throws(PlanningError) -> [String: SourceType] {
        guard let row = rows.first, row.count == columns.count else {
            throw PlanningError(
                .source, table: relation.description, message: "the source didn't return which types of values it has")
        }
        var types: [String: SourceType] = [:]
        for (column, mask) in zip(columns, row) {
            let classes = ValueClasses(rawValue: mask.flatMap { Int($0) } ?? 0)
            // The column of a blob may be declared as BLOB.
            let declared: SourceType? = classes.isEmpty && column.declaredType == "BLOB" ? .binary : nil
            guard let type = classes.type ?? declared else {
                throw PlanningError(
                    .refused, table: relation.description,
                    message: """
                        \(column.name) is computed and contains \(classes.names), which doesn't determine its type; \
                        set one: columns: {\(column.name): {type: text}}
                        """)
            }
            types[column.name] = type
        }
        return types
    }
}

extension SourceColumn {
    /// The column with the type found for its values; text if it doesn't matter because the target's type is known.
    package func typed(by found: [String: SourceType]) -> SourceColumn {
        guard type == .undeclared else { return self }
        var column = self
        column.type = found[name] ?? .text(length: nil)
        return column
    }
}
