package import Model

/// A dialect that states only how its system differs from the usual.
///
/// Not for a dialect that wraps another: see `SQLDialect`.
package protocol StandardDialect: SQLDialect {}

extension StandardDialect {
    package var grantsByColumn: Bool { true }

    package func quoted(_ name: QualifiedName) -> String {
        guard let schema = name.schema else { return quoted(name.name) }
        return "\(quoted(schema)).\(quoted(name.name))"
    }

    package func from(_ table: SourceTable) -> String { quoted(table.name) }

    package func reading(_ column: SourceColumn, for target: TargetType) -> ReadItem {
        ReadItem(readExpression(column))
    }
    package var fence: String? { nil }
    package func classes(of expression: String) -> String? { nil }

    package func placeQuery(table: SourceTable, filter: String?, slices: Int) -> String? { nil }
    package func remainder(_ dividend: String, _ divisor: Int) -> String { "(\(dividend) % \(divisor))" }
    package func lowest(_ expression: String, _ column: SourceColumn) -> String { "MIN(\(expression))" }
    package func highest(_ expression: String, _ column: SourceColumn) -> String { "MAX(\(expression))" }
    package var knowsExtremes: Bool { false }
    package func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String? { nil }
    package func holdsDeclaredType(_ column: SourceColumn) -> String? { nil }
    package func byteLength(_ column: SourceColumn) -> String? { nil }
    package func exact(_ expression: String, _ column: SourceColumn) -> String? {
        switch column.type {
        case .text, .json, .other: nil
        default: expression
        }
    }
    package var largeResultQuery: String? { nil }
    package var identityQuery: String? { nil }
    package func identity(_ row: [String?]) -> String? { row.first ?? nil }
    package var mayBeCopied: Bool { false }
    package func sample(_ column: String) -> String { "CAST(\(quoted(column)) AS CHAR(100))" }
}
