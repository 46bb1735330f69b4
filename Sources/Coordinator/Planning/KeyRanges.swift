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
        let slices = column.type.isFloat ? Self.withoutNaN(slices) : slices
        var segments: [Segment] = []
        segments.reserveCapacity(slices.count + 1)
        for (index, slice) in slices.enumerated() {
            let lower = index == 0 ? nil : slice.bound
            let upper = index + 1 == slices.count ? nil : slices[index + 1].bound
            let range = KeyRange(
                column: column, lower: lower, upper: upper, holdsNull: lower == nil && nullRows == 0)
            segments.append(
                Segment(
                    predicate: range.predicate(in: dialect), range: range.label ?? Segment.wholeRange,
                    extent: ChunkExtent(lower: lower, upper: upper), rows: slice.rows))
        }
        if nullRows > 0 {
            let isNull = "\(dialect.quoted(column.name)) IS NULL"
            segments.append(Segment(predicate: isNull, range: "\(column.name) IS NULL", rows: nullRows))
        }
        return segments
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
}
