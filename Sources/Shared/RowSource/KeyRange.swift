package import Model

/// A half-open range of a key column's values.
///
/// Together with its neighbours it holds each row exactly once; `KeyRanges` of the planner says why.
package struct KeyRange: Hashable, Sendable {
    package var column: SourceColumn
    /// As the dialect's `boundText` printed it; nil: unbounded.
    package var lower: String?
    package var upper: String?
    /// Whether the range, which has no lower bound then, holds rows whose key is NULL.
    package var holdsNull: Bool

    package init(column: SourceColumn, lower: String?, upper: String?, holdsNull: Bool) {
        self.column = column
        self.lower = lower
        self.upper = upper
        self.holdsNull = holdsNull
    }

    /// The condition in the source's SQL; nil for the whole table.
    package func predicate(in dialect: any SQLDialect) -> String? {
        let key = dialect.quoted(column.name)
        let below = upper.map { "\(key) < \(dialect.literal($0, column))" }
        guard let lower else {
            if holdsNull { return below.map { "(\($0) OR \(key) IS NULL)" } }
            return below ?? "\(key) IS NOT NULL"
        }
        let bound = dialect.literal(lower, column)
        if let below { return "\(key) >= \(bound) AND \(below)" }
        // NaN is in the last range: it compares false with everything, or is above everything.
        return column.type.isFloat ? "NOT (\(key) < \(bound))" : "\(key) >= \(bound)"
    }

    /// For people; nil for the whole table.
    package var label: String? {
        let from = lower.map { "\(column.name) >= \(shown($0))" }
        let to = upper.map { "\(column.name) < \(shown($0))" }
        let parts = [from, to].compactMap(\.self)
        if !parts.isEmpty { return parts.joined(separator: " AND ") }
        return holdsNull ? nil : "\(column.name) IS NOT NULL"
    }

    /// A bound short enough to read, in quotes unless it is a number.
    private func shown(_ bound: String) -> String {
        let limit = 40
        let short = bound.count > limit ? "\(bound.prefix(limit - 1))…" : bound
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
