import Model
import RowSource

/// What a table's chunks select, column by column.
///
/// A column is read by the dialect's expression. What the user's SQL computes is read in the same way, from a statement
/// around the one that computes it, so that an expression is computed once however often its reading looks at it.
struct SelectList {
    private let dialect: any SQLDialect
    /// Whether even the relation's columns may be computed each time they are looked at.
    private let isComputed: Bool
    private var items: [(column: TablePlan.CopiedColumn, name: String, reading: ReadItem)] = []

    init(_ request: TablePlan.Request) {
        dialect = request.dialect
        isComputed = request.dialect.fence != nil && request.relation.table?.isView ?? true
    }

    /// Selects a column for its target.
    mutating func append(_ column: TablePlan.CopiedColumn, target: String, type: TargetType) -> ColumnSpec {
        let reading = dialect.reading(column.column, for: type)
        items.append((column, dialect.quoted(column.column.name), reading))
        return ColumnSpec(
            source: column.column.name, sourceType: column.column.type, target: target, targetType: type,
            form: reading.form)
    }

    private var isNested: Bool {
        isComputed || items.contains { $0.column.expression != nil && $0.reading.expression != $0.name }
    }

    /// The SELECT list of the statement that reads the relation.
    var select: String {
        let isNested = isNested
        return items.map { item in
            if let expression = item.column.expression { return "(\(expression)) AS \(item.name)" }
            return isNested ? item.name : "\(item.reading.expression) AS \(item.name)"
        }.joined(separator: ", ")
    }

    /// The SELECT list around it; nil where `select` reads all columns.
    var reading: String? {
        guard isNested else { return nil }
        return items.map { "\($0.reading.expression) AS \($0.name)" }.joined(separator: ", ")
    }
}
