import Model
import RowSource

/// The SELECT list of a table's chunks.
///
/// A column is read by the dialect's expression. Values computed by the user's SQL are read the same way, by an outer
/// statement, so that each is computed once even if its read expression uses it several times.
struct SelectList {
    private let dialect: any SQLDialect
    /// Whether the relation's own columns may also be recomputed each time they are used.
    private let isComputed: Bool
    private var items: [(column: TablePlan.CopiedColumn, name: String, reading: ReadItem)] = []

    init(_ relation: SourceRelation, dialect: any SQLDialect) {
        self.dialect = dialect
        isComputed = dialect.fence != nil && relation.table?.isView ?? true
    }

    /// Adds a column for its target.
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

    /// The SELECT list of the outer statement; `nil` if there is none, because `select` reads all columns.
    var reading: String? {
        guard isNested else { return nil }
        return items.map { "\($0.reading.expression) AS \($0.name)" }.joined(separator: ", ")
    }
}
