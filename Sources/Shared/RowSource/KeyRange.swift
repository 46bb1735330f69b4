package import Model

/// A half-open range of a key column's values.
///
/// A table's ranges together hold each row exactly once; the planner's `KeyRanges` explains why.
package struct KeyRange: Hashable, Sendable {
    package var column: SourceColumn
    /// As printed by the dialect's `boundText`; `nil` if unbounded.
    package var lower: String?
    package var upper: String?
    /// Whether the range includes rows whose key is NULL; such a range has no lower bound.
    package var holdsNull: Bool

    package init(column: SourceColumn, lower: String?, upper: String?, holdsNull: Bool) {
        self.column = column
        self.lower = lower
        self.upper = upper
        self.holdsNull = holdsNull
    }

    /// The range's condition in the source's SQL; `nil` for the whole table.
    package func predicate(in dialect: any SQLDialect) -> String? {
        let key = dialect.quoted(column.name)
        let below = upper.map { "\(key) < \(dialect.literal($0, column))" }
        guard let lower else {
            if holdsNull { return below.map { "(\($0) OR \(key) IS NULL)" } }
            return below ?? "\(key) IS NOT NULL"
        }
        let bound = dialect.literal(lower, column)
        if let below { return "\(key) >= \(bound) AND \(below)" }
        // NaN belongs in the last range: systems either compare it as false with everything, or sort it above
        // everything.
        return column.type.isFloat ? "NOT (\(key) < \(bound))" : "\(key) >= \(bound)"
    }

    /// The range for messages; `nil` for the whole table.
    package var label: String? {
        let from = lower.map { "\(column.name) >= \(shown($0))" }
        let to = upper.map { "\(column.name) < \(shown($0))" }
        let parts = [from, to].compactMap(\.self)
        if !parts.isEmpty { return parts.joined(separator: " AND ") }
        return holdsNull ? nil : "\(column.name) IS NOT NULL"
    }

    /// A bound shortened for display, in quotes unless it is a number.
    private func shown(_ bound: String) -> String {
        let limit = 40
        let short = bound.count > limit ? "\(bound.prefix(limit - 3))..." : bound
        switch column.type {
        case .boolean, .integer, .float32, .float64, .decimal: return short
        default:
            // Some dialects print bounds as literals.
            let isLiteral = bound.hasSuffix("'") && (bound.hasPrefix("'") || bound.hasPrefix("X'"))
            return isLiteral ? short : "'\(short)'"
        }
    }
}

extension SourceType {
    package var isFloat: Bool {
        switch self {
        case .float32, .float64: true
        default: false
        }
    }
}
