import Model
import RowSource

/// The statements that count a relation's rows, and what their answers mean.
///
/// All of them are aggregated at the source and none of them pages by offset.
struct PlanningStatistics {
    var relation: SourceRelation
    var filter: String?
    var dialect: any SQLDialect

    /// The answer to `countQuery`.
    struct Count {
        var rows: Int
        /// Rows whose split column isn't NULL; all of them without a split column.
        var keyedRows: Int
        /// The lowest and the highest key, as bounds, where they were asked for.
        var span: (lowest: String, highest: String)?
        /// The lowest key, where the keys are integers without gaps.
        var denseFrom: Int64?
        /// Bytes of the long columns; nil when they weren't measured.
        var longBytes: Int?
    }

    /// What is asked of the keys' values beside how many there are.
    enum Extremes {
        case none
        /// The lowest and the highest.
        case span
        /// These, and how many values are of the declared type.
        case density

        fileprivate var width: Int {
            switch self {
            case .none: 0
            case .span: 2
            case .density: 3
            }
        }
    }

    /// One row: rows, then by what is asked for: rows with a key, lowest, highest, well-typed keys, bytes a long column.
    func countQuery(key: SourceColumn?, extremes: Extremes, longColumns: [String]) -> String {
        var items = ["COUNT(*)"]
        if let key {
            let name = dialect.quoted(key.name)
            items.append("COUNT(\(name))")
            if extremes != .none {
                items.append(dialect.boundText(dialect.lowest(name, key), key))
                items.append(dialect.boundText(dialect.highest(name, key), key))
            }
            if extremes == .density, let test = dialect.holdsDeclaredType(key) {
                items.append("COUNT(CASE WHEN \(name) IS NOT NULL AND (\(test)) THEN 1 END)")
            }
        }
        items += longColumns.map { "SUM(\($0))" }
        return "SELECT \(items.joined(separator: ", ")) FROM \(relation.from)\(condition(nil))"
    }

    func count(
        _ rows: [[String?]], hasKey: Bool, extremes: Extremes, longColumns: Int
    ) throws(PlanningError) -> Count {
        let width = 1 + (hasKey ? 1 : 0) + extremes.width + longColumns
        guard rows.count == 1, rows[0].count == width else { throw malformed("the row count") }
        let row = rows[0]
        let total = try number(row[0], "the row count")
        var count = Count(rows: total, keyedRows: total)
        if hasKey { count.keyedRows = try number(row[1], "the count of keys") }
        if extremes != .none, let lowest = row[2], let highest = row[3] { count.span = (lowest, highest) }
        if extremes == .density {
            let typed = try number(row[4], "the count of keys")
            count.denseFrom = Self.denseStart(lowest: row[2], highest: row[3], keys: count.keyedRows, typed: typed)
        }
        if longColumns > 0 {
            var bytes = 0
            for text in row.suffix(longColumns) where text != nil {
                let (sum, overflow) = bytes.addingReportingOverflow(try number(text, "the length of its values"))
                bytes = overflow ? .max : sum
            }
            count.longBytes = bytes
        }
        return count
    }

    /// The lowest of unique integer keys that leave no gap: as many as the span is wide, and each an integer.
    private static func denseStart(lowest: String?, highest: String?, keys: Int, typed: Int) -> Int64? {
        guard typed == keys, let low = lowest.flatMap(Int64.init), let high = highest.flatMap(Int64.init) else {
            return nil
        }
        // The span of two 64-bit keys may need 65 bits.
        let (span, overflow) = high.subtractingReportingOverflow(low)
        guard !overflow, span == keys - 1 else { return nil }
        return low
    }

    /// One row a slice of about `rowsPerSlice` rows, in the order of the key: lowest key, rows, rows of the most
    /// frequent key, highest key.
    ///
    /// Keys are counted first and never divided, so a slice starts where the count of rows before it passes a multiple
    /// of `rowsPerSlice`; the slice's last key alone may reach beyond the next multiple. The multiple itself names the
    /// slice, which needs a remainder but no division: systems disagree on what integers give there.
    ///
    /// - Parameter groups: what stands for the keys: each a key or below it, in their order; nil: the keys themselves.
    func sliceQuery(key: SourceColumn, groups: String? = nil, rowsPerSlice: Int) -> String {
        let name = dialect.quoted(key.name)
        let group = groups ?? name
        let slice = "rows_before - \(dialect.remainder("rows_before", rowsPerSlice))"
        let lowest = dialect.boundText(dialect.lowest("split_key", key), key)
        let highest = dialect.boundText(dialect.highest("split_key", key), key)
        return """
            SELECT \(lowest), SUM(key_rows), MAX(key_rows), \(highest) FROM (\
            SELECT split_key, key_rows, \(slice) AS slice_start FROM (\
            SELECT split_key, key_rows, \
            SUM(key_rows) OVER (ORDER BY split_key ROWS UNBOUNDED PRECEDING) - key_rows AS rows_before FROM (\
            SELECT \(group) AS split_key, COUNT(*) AS key_rows FROM \(relation.from)\(condition("\(name) IS NOT NULL")) \
            GROUP BY \(group)) counted) numbered) sliced GROUP BY slice_start ORDER BY slice_start
            """
    }

    /// One row a slice of `rowsPerSlice` unique keys, in their order: its lowest key.
    ///
    /// Nothing has to be counted. Not ordered by `split_key`: some systems give its text that name, and texts sort
    /// differently.
    func boundQuery(key: SourceColumn, rowsPerSlice: Int) -> String {
        let name = dialect.quoted(key.name)
        return """
            SELECT \(dialect.boundText("split_key", key)) FROM (\
            SELECT \(name) AS split_key, ROW_NUMBER() OVER (ORDER BY \(name)) - 1 AS rows_before \
            FROM \(relation.from)\(condition("\(name) IS NOT NULL"))) numbered \
            WHERE \(dialect.remainder("rows_before", rowsPerSlice)) = 0 ORDER BY rows_before
            """
    }

    /// The slices of unique keys: all full but the last.
    func evenSlices(
        _ rows: [[String?]], rowsPerSlice: Int, keyedRows: Int
    ) throws(PlanningError) -> [KeyRanges.Slice] {
        var slices: [KeyRanges.Slice] = []
        slices.reserveCapacity(rows.count)
        for row in rows {
            guard row.count == 1, let bound = row[0] else { throw malformed("a slice") }
            slices.append(.init(bound: bound, rows: rowsPerSlice))
        }
        // The count is a statement older than the bounds.
        if !slices.isEmpty {
            slices[slices.count - 1].rows = max(keyedRows - (slices.count - 1) * rowsPerSlice, 0)
        }
        return slices
    }

    /// Whether some group of keys alone is more than a slice should be.
    func hasHeavyGroup(_ rows: [[String?]], rowsPerSlice: Int) throws(PlanningError) -> Bool {
        for row in rows where row.count == 4 {
            if try number(row[2], "a slice's rows") > rowsPerSlice { return true }
        }
        return false
    }

    /// The slices, with a too frequent last key cut off from the keys before it.
    func slices(_ rows: [[String?]], rowsPerSlice: Int) throws(PlanningError) -> [KeyRanges.Slice] {
        var slices: [KeyRanges.Slice] = []
        slices.reserveCapacity(rows.count)
        for row in rows {
            guard row.count == 4, let lowest = row[0], let highest = row[3] else { throw malformed("a slice") }
            let total = try number(row[1], "a slice's rows")
            let mostFrequent = try number(row[2], "a slice's rows")
            // Above twice the bound, the last key alone is above the bound: the keys before it are fewer than that.
            if total > 2 * rowsPerSlice, total > mostFrequent {
                slices.append(.init(bound: lowest, rows: total - mostFrequent))
                slices.append(.init(bound: highest, rows: mostFrequent))
            } else {
                slices.append(.init(bound: lowest, rows: total))
            }
        }
        return slices
    }

    /// The answer to the dialect's `placeQuery`.
    func places(_ rows: [[String?]]) throws(PlanningError) -> [Segment] {
        var segments: [Segment] = []
        segments.reserveCapacity(rows.count)
        for row in rows {
            guard row.count == 3, let label = row[1], row[0] != nil || rows.count == 1 else {
                throw malformed("a range of places")
            }
            segments.append(
                Segment(
                    predicate: row[0], range: rows.count == 1 ? Segment.wholeRange : label,
                    rows: try number(row[2], "a range's rows")))
        }
        guard !segments.isEmpty else { throw malformed("the ranges of places") }
        return segments
    }

    /// One row a bucket: number, rows.
    func bucketQuery(expression: String, within predicate: String?) -> String {
        """
        SELECT hash_bucket, COUNT(*) FROM (SELECT \(expression) AS hash_bucket FROM \(relation.from)\
        \(condition(predicate))) hashed GROUP BY hash_bucket ORDER BY hash_bucket
        """
    }

    /// The rows of each bucket; a bucket outside of 0..<`buckets` would be rows that no chunk reads.
    func bucketRows(_ rows: [[String?]], buckets: Int) throws(PlanningError) -> [Int] {
        var counts = [Int](repeating: 0, count: buckets)
        for row in rows {
            guard row.count == 2 else { throw malformed("a hash bucket") }
            let bucket = try number(row[0], "a hash bucket")
            guard counts.indices.contains(bucket) else { throw malformed("a hash bucket") }
            counts[bucket] = try number(row[1], "a hash bucket's rows")
        }
        return counts
    }

    func condition(_ predicate: String?) -> String {
        let conditions = [filter, predicate].compactMap(\.self).map { "(\($0))" }
        return conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
    }

    /// A count as a driver prints it: `12`, or `12.000` where sums are decimals.
    func number(_ text: String?, _ what: String) throws(PlanningError) -> Int {
        guard let text else { throw malformed(what) }
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let value = Int(pieces[0]), value >= 0,
            pieces.count == 1 || pieces[1].allSatisfy({ $0 == "0" })
        else { throw malformed(what) }
        return value
    }

    func malformed(_ what: String) -> PlanningError {
        PlanningError(
            .source, table: relation.name.description,
            message: "\(dialect.name) answered the planning query for \(what) in an unexpected form")
    }
}
