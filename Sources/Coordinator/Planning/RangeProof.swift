import Model
import RowSource

/// Proves, with the ranges' own conditions, that each row of a table matches exactly one range.
///
/// The bounds were found by sorting, but the ranges compare. In a system where the two differ, as for an ENUM that
/// sorts by number and compares as text, ranges would overlap and rows would be copied twice.
///
/// One statement reads the table once. It finds each row's range as in a search tree, which takes few comparisons
/// however many ranges there are, evaluates that range's own condition, and counts the rows per range.
/// - A row that doesn't match the condition is a stray.
/// - A row between two neighbouring bounds proves that the comparison puts these bounds in order.
///
/// If there are no strays, and each range with two bounds has a row, all bounds are in order. Then the half-open ranges
/// between them share no row, and the counts add up to the rows of the table within this one statement. If a range is
/// empty because its rows were deleted since, a second statement evaluates every condition for each row, and compares
/// the sum with the number of rows.
struct RangeProof {
    let column: SourceColumn
    let dialect: any SQLDialect
    /// The ranges in order, without the one for NULL keys; at least two.
    let ranges: [KeyRange]

    /// Rows per range.
    private(set) var rows: [Int]
    private(set) var strays = 0

    /// Maximum ranges per statement, whose text repeats each bound several times.
    private static let rangesPerQuery = 1000
    /// Maximum ranges for evaluating every condition on each row; beyond that it takes too long.
    static let mostConditions = 5000
    private static let conditionsPerSum = 50

    init(column: SourceColumn, dialect: any SQLDialect, extents: [ChunkExtent], nullRows: Int) {
        self.column = column
        self.dialect = dialect
        ranges = extents.map { extent in
            KeyRange(
                column: column, lower: extent.lower, upper: extent.upper,
                holdsNull: extent.lower == nil && nullRows == 0)
        }
        rows = [Int](repeating: 0, count: ranges.count)
    }

    /// Number of statements needed to count all ranges.
    var queries: Int { (ranges.count - 1) / Self.rangesPerQuery + 1 }

    private func part(_ query: Int) -> Range<Int> {
        let first = query * Self.rangesPerQuery
        return first..<min(first + Self.rangesPerQuery, ranges.count)
    }

    /// The condition for the rows that a statement counts, without NULL keys.
    func scope(_ query: Int) -> String {
        let part = part(query)
        let isKeyed = "\(name) IS NOT NULL"
        guard part.count < ranges.count else { return isKeyed }
        let range = KeyRange(
            column: column, lower: ranges[part.lowerBound].lower, upper: ranges[part.upperBound - 1].upper,
            holdsNull: false)
        return "\(isKeyed) AND \(condition(range))"
    }

    /// An expression for the number of a row's range; NULL for a stray.
    func search(_ query: Int) -> String { search(part(query)) }

    private func search(_ part: Range<Int>) -> String {
        let first = part.lowerBound
        guard part.count > 1 else { return "CASE WHEN \(condition(ranges[first])) THEN \(first) END" }
        let middle = (first + part.upperBound) / 2
        let bound = dialect.literal(ranges[middle].lower ?? "", column)
        return """
            CASE WHEN \(name) < \(bound) THEN \(search(first..<middle)) ELSE \(search(middle..<part.upperBound)) END
            """
    }

    /// Records the number of rows for a value of `search`; returns `false` for an impossible value.
    mutating func count(_ range: Int?, _ rows: Int) -> Bool {
        guard let range else {
            strays += rows
            return true
        }
        guard self.rows.indices.contains(range) else { return false }
        self.rows[range] += rows
        return true
    }

    /// Whether the counts alone prove that every row is in exactly one range.
    ///
    /// - Parameter keyedRows: the number of rows with a key if it can't have changed; otherwise `nil`.
    func holds(keyedRows: Int?) -> Bool {
        if let keyedRows, rows.reduce(0, +) != keyedRows { return false }
        return strays == 0 && rows.dropFirst().dropLast().allSatisfy { $0 > 0 }
    }

    /// Sums over all rows with a key; together they count the ranges that the rows match.
    var memberships: [String] {
        stride(from: 0, to: ranges.count, by: Self.conditionsPerSum).map { first in
            let conditions = ranges[first..<min(first + Self.conditionsPerSum, ranges.count)].map { range in
                "CASE WHEN \(condition(range)) THEN 1 ELSE 0 END"
            }
            return "SUM(\(conditions.joined(separator: " + ")))"
        }
    }

    private var name: String { dialect.quoted(column.name) }

    private func condition(_ range: KeyRange) -> String { range.predicate(in: dialect) ?? dialect.always }
}
