import Model
import RowSource

/// Turns the lower bounds of a key column's slices into segments that hold each row exactly once.
///
/// Why each row meets exactly one predicate, whatever the data do after the plan:
/// - Bounds b1 < b2 < … < bn come from the source in its own order, and the source alone compares with them.
/// - Ranges are half-open, the first is unbounded below and the last above: `k < b1`, `k >= b1 AND k < b2`, …,
///   `k >= bn`. In a total order a value that isn't NULL meets exactly one of them, whatever its unit or precision,
///   also one that was written after the bounds were read.
/// - A NULL key meets none of them, so NULL is always named: as segments of its own where some were counted, else with
///   the first range, `(k < b1 OR k IS NULL)`; a declared NOT NULL isn't trusted.
/// - NaN compares false with everything in some systems, and above everything in others. It is never a bound, and the
///   last range of a float column is written `NOT (k < bn)`, which is `k >= bn` and NaN in both.
/// - A value too frequent for one chunk has a range of its own, `[v, next bound)`, never `k = v`, so that a value that
///   appears in between isn't lost. Its hash buckets split it further.
struct KeyRanges {
    var column: SourceColumn
    var dialect: any SQLDialect

    /// A slice of the key's values: from `bound` to the next slice's.
    struct Slice {
        /// As the dialect's `boundText` printed it.
        var bound: String
        var rows: Int
    }

    /// `slices` in the source's order of their bounds, not empty; the first one's bound isn't used.
    func segments(of slices: [Slice], nullRows: Int) -> [Segment] {
        let key = dialect.quoted(column.name)
        let slices = isFloat ? Self.withoutNaN(slices) : slices
        var segments: [Segment] = []
        segments.reserveCapacity(slices.count + 1)
        for (index, slice) in slices.enumerated() {
            let lower = index == 0 ? nil : slice.bound
            let upper = index + 1 == slices.count ? nil : slices[index + 1].bound
            segments.append(
                Segment(
                    predicate: predicate(key, from: lower, to: upper, isNullHere: nullRows == 0),
                    range: label(from: lower, to: upper, isNullElsewhere: nullRows > 0), rows: slice.rows))
        }
        if nullRows > 0 {
            segments.append(Segment(predicate: "\(key) IS NULL", range: "\(column.name) IS NULL", rows: nullRows))
        }
        return segments
    }

    private func predicate(_ key: String, from lower: String?, to upper: String?, isNullHere: Bool) -> String? {
        let below = upper.map { "\(key) < \(dialect.literal($0, column))" }
        guard let lower else {
            if isNullHere { return below.map { "(\($0) OR \(key) IS NULL)" } }
            return below ?? "\(key) IS NOT NULL"
        }
        let bound = dialect.literal(lower, column)
        if let below { return "\(key) >= \(bound) AND \(below)" }
        return isFloat ? "NOT (\(key) < \(bound))" : "\(key) >= \(bound)"
    }

    /// Gives the rows of a slice that starts at NaN to the slice before it.
    private static func withoutNaN(_ slices: [Slice]) -> [Slice] {
        var kept: [Slice] = []
        for slice in slices {
            if !kept.isEmpty, slice.bound.lowercased().contains("nan") {
                kept[kept.count - 1].rows += slice.rows
            } else {
                kept.append(slice)
            }
        }
        return kept
    }

    private var isFloat: Bool {
        switch column.type {
        case .float32, .float64: true
        default: false
        }
    }

    // MARK: - For people

    private func label(from lower: String?, to upper: String?, isNullElsewhere: Bool) -> String {
        let from = lower.map { "\(column.name) >= \(shown($0))" }
        let to = upper.map { "\(column.name) < \(shown($0))" }
        let parts = [from, to].compactMap(\.self)
        if !parts.isEmpty { return parts.joined(separator: " AND ") }
        return isNullElsewhere ? "\(column.name) IS NOT NULL" : Segment.wholeRange
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
