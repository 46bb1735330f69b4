import Model
import RowSource

/// Checks that a result has the planned columns, in layouts that preserve their values.
struct ResultCheck {
    let family: DriverFamily
    let columns: [ColumnSpec]

    func check(_ fields: [ArrowField]) throws(SourceError) {
        guard !fields.isEmpty else {
            throw SourceError(.statement, operation: "get_schema", message: "the statement returns no rows")
        }
        // Without a plan, any columns are accepted.
        guard !columns.isEmpty else { return }
        guard fields.count == columns.count else {
            throw SourceError(
                .statement, operation: "get_schema",
                message: "the statement returns \(fields.count) columns, but \(columns.count) were planned")
        }
        guard family == .sqlite else { return }
        for (column, field) in zip(columns, fields) where isNativeReal(column) {
            // The driver prints numbers that precede a text with only six digits.
            if case .text = field.type { throw mixed(column) }
            if case .binary = field.type { throw mixed(column) }
        }
    }

    /// Whether the driver's doubles are used unchanged.
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
            message: "column '\(column.source)' holds texts or blobs besides numbers, which the driver would round; "
                + "cast it to text in an expr")
    }
}
