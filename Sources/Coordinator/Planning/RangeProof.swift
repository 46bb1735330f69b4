import Model
import RowSource

/// Shows by the ranges' own conditions that each row of a table meets exactly one of them.
///
/// The bounds were found by sorting; the ranges compare. Where a system does the two differently, as with an ENUM that
/// is sorted by number and compared as a text, ranges overlap, and their rows would be copied twice.
///
/// One statement reads the table once. It looks for each row's range as in a search tree, which takes few comparisons
/// however many ranges there are, evaluates that range's own condition, and counts the rows of each range.
/// - A row that doesn't meet the condition is a stray.
/// - A row between two neighbouring bounds shows that these are in order, in the order of the comparisons.
///
/// Without strays, and with a row in each range that has two bounds, all bounds are in order: half-open ranges between
/// them share no row, and the counts add up to the rows of the table in this very statement. Where a range is empty,
/// because its rows were deleted since, a second statement evaluates every condition for each row, and compares the sum
/// with the number of rows.
struct RangeProof {
    let column: SourceColumn
    let dialect: any SQLDialect
    /// The ranges in order, without that of the NULL keys; more than one.
    let ranges: [KeyRange]

    /// The rows of each range.
    private(set) var rows: [Int]
    private(set) var strays = 0

    /// Ranges of one statement, whose text has a bound of each several times.
    private static let rangesPerQuery = 1000
    /// Ranges beyond which evaluating every condition for each row would take too long.
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

    /// How many statements count all ranges.
    var queries: Int { (ranges.count - 1) / Self.rangesPerQuery + 1 }

    private func part(_ query: Int) -> Range<Int> {
        let first = query * Self.rangesPerQuery
        return first..<min(first + Self.rangesPerQuery, ranges.count)
    }

    /// Which rows a statement counts, NULL keys aside.
    func scope(_ query: Int) -> String {
        let part = part(query)
        let isKeyed = "\(name) IS NOT NULL"
        guard part.count < ranges.count else { return isKeyed }
        let range = KeyRange(
            column: column, lower: ranges[part.lowerBound].lower, upper: ranges[part.upperBound - 1].upper,
            holdsNull: false)
        return "\(isKeyed) AND \(condition(range))"
    }

    /// An expression that gives the number of a row's range, NULL for a stray.
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

    /// Takes how many rows have a value of `search`; false for a value that it never gives.
    mutating func count(_ range: Int?, _ rows: Int) -> Bool {
        guard let range else {
            strays += rows
            return true
        }
        guard self.rows.indices.contains(range) else { return false }
        self.rows[range] += rows
        return true
    }

    /// Whether the counts alone show that no row is in two ranges or in none.
    ///
    /// - Parameter keyedRows: the rows with a key, where they can't have changed; else nil.
    func holds(keyedRows: Int?) -> Bool {
        if let keyedRows, rows.reduce(0, +) != keyedRows { return false }
        return strays == 0 && rows.dropFirst().dropLast().allSatisfy { $0 > 0 }
    }

    /// Sums over all rows with a key that add up to how many ranges they are in.
    var memberships: [String] {
        stride(from: 0, to: ranges.count, by: Self.conditionsPerSum).map { first in
            let conditions = ranges[first..<min(first + Self.conditionsPerSum, ranges.count)].map { range in
                "CASE WHEN \(condition(range)) THEN 1 ELSE 0 END"
            }
            return "SUM(\(conditions.joined(separator: " + ")))"
        }
    }

    private var name: String { dialect.quoted(column.name) }

    private func condition(_ range: KeyRange) -> String { range.predicate(in: dialect) ?? "1 = 1" }
}
