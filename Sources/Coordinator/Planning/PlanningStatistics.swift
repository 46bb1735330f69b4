import Model
import RowSource

/// Builds the statements that count a relation's rows, and parses their answers.
///
/// All of them aggregate at the source; none uses OFFSET.
struct PlanningStatistics {
    var relation: SourceRelation
    var filter: String?
    var dialect: any SQLDialect

    /// The answer to `countQuery`.
    struct Count {
        var rows: Int
        /// Rows whose split column isn't NULL; all rows if there is no split column.
        var keyedRows: Int
        /// The lowest and highest key as bounds, if requested.
        var span: (lowest: String, highest: String)?
        /// The lowest key, if the keys are integers without gaps.
        var denseFrom: Int64?
        /// Total bytes of the long columns; `nil` if they weren't measured.
        var longBytes: Int?
    }

    /// What to query about the keys besides their number.
    enum Extremes {
        case none
        /// The lowest and highest value.
        case span
        /// Those, and the number of values of the declared type.
        case density

        fileprivate var width: Int {
            switch self {
            case .none: 0
            case .span: 2
            case .density: 3
            }
        }
    }

    /// Returns one row: the number of rows, then as requested: rows with a key, lowest, highest, well-typed keys, bytes
    /// per long column.
    func countQuery(key: SourceColumn?, extremes: Extremes, longColumns: [String]) -> String {
        var items = ["COUNT(*)"]
        if let key {
            let name = dialect.quoted(key.name)
            // Counting rows is cheaper than counting values. Only a source that enforces its keys is trusted to have no
            // NULL in them.
            let keys = extremes == .density && !key.isNullable ? "COUNT(*)" : "COUNT(\(name))"
            items.append(keys)
            if extremes != .none {
                let ends = [dialect.lowest(name, key), dialect.highest(name, key)].map { dialect.boundText($0, key) }
                // The index of a key that the source enforces has them at its ends. With a filter the source might read
                // most of the index to find the first row that meets it.
                let isIndexed = extremes == .density && filter == nil
                items += isIndexed ? ends.map { "(SELECT \($0) FROM \(relation.from))" } : ends
            }
            if extremes == .density, let test = dialect.holdsDeclaredType(key) {
                items.append(
                    test == dialect.always
                        ? keys : "COUNT(CASE WHEN \(name) IS NOT NULL AND (\(test)) THEN 1 END)")
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

    /// The lowest of unique integer keys without gaps, which are as many as the width of their span; otherwise `nil`.
    private static func denseStart(lowest: String?, highest: String?, keys: Int, typed: Int) -> Int64? {
        guard typed == keys, let low = lowest.flatMap(Int64.init), let high = highest.flatMap(Int64.init) else {
            return nil
        }
        // The span of two 64-bit keys may need 65 bits.
        let (span, overflow) = high.subtractingReportingOverflow(low)
        guard !overflow, span == keys - 1 else { return nil }
        return low
    }

    /// Returns one row per slice of approximately `rowsPerSlice` rows, in key order.
    ///
    /// The fields are the lowest key, the rows, the rows of the most frequent key, and the highest key.
    ///
    /// Keys are counted first and never divided. A slice starts where the number of preceding rows passes a multiple of
    /// `rowsPerSlice`; only the slice's last key may reach beyond the next multiple. The multiple itself identifies the
    /// slice, which takes a remainder but no division: systems disagree on the result of dividing integers.
    ///
    /// - Parameter groups: replaces the keys, each by itself or a lower value, in order; `nil` to use the keys.
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

    /// Returns one row per slice of `rowsPerSlice` unique keys, in key order: the slice's lowest key.
    ///
    /// No rows need to be counted. The order isn't by `split_key`: some systems use that name for its text, which sorts
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

    /// The slices of unique keys: each is full, except the last.
    func evenSlices(
        _ rows: [[String?]], rowsPerSlice: Int, keyedRows: Int
    ) throws(PlanningError) -> [KeyRanges.Slice] {
        var slices: [KeyRanges.Slice] = []
        slices.reserveCapacity(rows.count)
        for row in rows {
            guard row.count == 1, let bound = row[0] else { throw malformed("a slice") }
            slices.append(.init(bound: bound, rows: rowsPerSlice))
        }
        // The rows were counted by an earlier statement than the bounds.
        if !slices.isEmpty {
            slices[slices.count - 1].rows = max(keyedRows - (slices.count - 1) * rowsPerSlice, 0)
        }
        return slices
    }

    /// Whether a single group of keys exceeds the size of a slice.
    func hasHeavyGroup(_ rows: [[String?]], rowsPerSlice: Int) throws(PlanningError) -> Bool {
        for row in rows where row.count == 4 {
            if try number(row[2], "a slice's rows") > rowsPerSlice { return true }
        }
        return false
    }

    /// The slices; a last key that is too frequent is separated from the keys before it.
    func slices(_ rows: [[String?]], rowsPerSlice: Int) throws(PlanningError) -> [KeyRanges.Slice] {
        var slices: [KeyRanges.Slice] = []
        slices.reserveCapacity(rows.count)
        for row in rows {
            guard row.count == 4, let lowest = row[0], let highest = row[3] else { throw malformed("a slice") }
            let total = try number(row[1], "a slice's rows")
            let mostFrequent = try number(row[2], "a slice's rows")
            // If a slice exceeds twice the limit, its last key exceeds the limit: the keys before it are fewer than
            // that.
            if total > 2 * rowsPerSlice, total > mostFrequent {
                slices.append(.init(bound: lowest, rows: total - mostFrequent))
                slices.append(.init(bound: highest, rows: mostFrequent))
            } else {
                slices.append(.init(bound: lowest, rows: total))
            }
        }
        return slices
    }

    /// Parses the answer to the dialect's `placeQuery`.
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

    /// Returns one row per bucket: its number, its rows.
    func bucketQuery(expression: String, within predicate: String?) -> String {
        """
        SELECT hash_bucket, COUNT(*) FROM (SELECT \(expression) AS hash_bucket FROM \(relation.from)\
        \(condition(predicate))) hashed GROUP BY hash_bucket ORDER BY hash_bucket
        """
    }

    /// The rows per bucket; a bucket outside 0..<`buckets` is an error, because no chunk would read its rows.
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

    /// Parses a count as drivers print it: `12`, or `12.000` if sums are decimals.
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
