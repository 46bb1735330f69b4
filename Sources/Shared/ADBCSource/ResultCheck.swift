import Model
import RowSource

/// Whether a result has the columns that were planned, in layouts that keep their values.
struct ResultCheck {
    let family: DriverFamily
    let columns: [ColumnSpec]

    func check(_ fields: [ArrowField]) throws(SourceError) {
        guard !fields.isEmpty else {
            throw SourceError(.statement, operation: "get_schema", message: "the statement returns no rows")
        }
        // Without a plan: whatever comes.
        guard !columns.isEmpty else { return }
        guard fields.count == columns.count else {
            throw SourceError(
                .statement, operation: "get_schema",
                message: "the statement returns \(fields.count) columns where \(columns.count) are planned")
        }
        guard family == .sqlite else { return }
        for (column, field) in zip(columns, fields) where isNativeReal(column) {
            // The driver prints numbers that stand before a text with six digits.
            if case .text = field.type { throw mixed(column) }
            if case .binary = field.type { throw mixed(column) }
        }
    }

    /// Whether the driver's doubles are taken as they are.
    private func isNativeReal(_ column: ColumnSpec) -> Bool {
        guard column.sourceType == .float64, column.form == nil else { return false }
        switch column.targetType {
        case .real, .doublePrecision, .numeric: return true
        default: return false
        }
    }

    private func mixed(_ column: ColumnSpec) -> SourceError {
        SourceError(
            .value, operation: "get_schema",
            message: "column '\(column.source)' holds texts or blobs beside numbers, which the driver would round; "
                + "cast it to text by an expr")
    }
}
