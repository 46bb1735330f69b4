import Model
import RowSource

/// Turns the lower bounds of a key column's slices into segments that hold each row exactly once.
///
/// Each row matches exactly one predicate, whatever happens to the data after the plan:
/// - Bounds b1 < b2 < … < bn come from the source in its own order, and only the source compares values with them.
/// - Ranges are half-open, the first has no lower and the last no upper bound: `k < b1`, `k >= b1 AND k < b2`, …, `k >=
///   bn`. In a total order, a value that isn't NULL matches exactly one of them, whatever its unit or precision, even
///   if it was written after the bounds were read.
/// - A NULL key matches none of them, so NULL is always included: in segments of its own if some were counted,
///   otherwise in the first range, `(k < b1 OR k IS NULL)`. A declared NOT NULL isn't trusted.
/// - NaN compares as false with everything in some systems, and sorts above everything in others. It is never a bound,
///   and the last range of a float column is written `NOT (k < bn)`, which means `k >= bn` or NaN in both.
/// - A value too frequent for one chunk gets its own range, `[v, next bound)`, never `k = v`, so that a value inserted
///   in between isn't lost. Hash buckets split it further.
struct KeyRanges {
    var column: SourceColumn
    var dialect: any SQLDialect

    /// The key values from `bound` up to the next slice's bound.
    struct Slice {
        /// As printed by the dialect's `boundText`.
        var bound: String
        var rows: Int
    }

    /// - Parameter slices: in the order of their bounds in the source, not empty; the first bound isn't used.
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

    /// Merges a slice that starts at NaN into the slice before it.
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
