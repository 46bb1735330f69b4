package import Model
package import RowSource

/// Estimates the bytes per row on the way to PostgreSQL, from a small sample.
///
/// The size is that of binary COPY, which `status` shows later: two bytes per row, four per field, plus the value,
/// which has a fixed size for most types. The lengths of texts, blobs and JSON come from the sample.
package struct RowSize: Hashable, Sendable {
    /// Maximum rows in the sample.
    package static let sampleRows = 500

    /// The statement that queries the lengths in the sample; `nil` if no column needs it.
    package let query: String?
    private let fixedBytes: Double
    private let longColumns: Int

    /// The assumed size of a value that becomes text in the target: a number, a date.
    private static let printedBytes = 12.0

    /// `nil` if the source can't tell the length of a column's values.
    package init?(_ spec: TableSpec, dialect: any SQLDialect) {
        var lengths: [String] = []
        var fixed = 2.0 + 4.0 * Double(spec.columns.count)
        for column in spec.columns {
            if let size = Self.size(of: column.targetType) {
                fixed += size
                continue
            }
            let source = SourceColumn(
                name: column.source, type: column.sourceType, declaredType: "", isNullable: true)
            if let length = dialect.byteLength(source) {
                lengths.append(length)
            } else if Self.isLong(column.sourceType) {
                return nil
            } else {
                fixed += Self.printedBytes
            }
        }
        fixedBytes = fixed
        longColumns = lengths.count
        let sums = lengths.map { "SUM(\($0))" }.joined(separator: ", ")
        query =
            lengths.isEmpty
            ? nil
            : "SELECT COUNT(*), \(sums) FROM (\(spec.chunkQuery(predicate: nil)) LIMIT \(Self.sampleRows)) sampled"
    }

    /// Bytes per row; `sample` is the answer to `query`, or empty if there is no query.
    ///
    /// `nil` if the answer doesn't consist of counts.
    package func bytes(sample: [[String?]]) -> Double? {
        guard query != nil else { return fixedBytes }
        guard let row = sample.first, row.count == 1 + longColumns,
            let rows = row[0].flatMap(Double.init), rows >= 0
        else { return nil }
        var bytes = 0.0
        // A sum is NULL if all values are NULL.
        for sum in row.dropFirst() {
            guard let sum else { continue }
            guard let number = Double(sum), number >= 0 else { return nil }
            bytes += number
        }
        return fixedBytes + (rows > 0 ? bytes / rows : 0)
    }

    /// Size in bytes of a value in binary COPY; `nil` if it varies.
    private static func size(of type: TargetType) -> Double? {
        switch type {
        case .boolean: 1
        case .smallint: 2
        case .integer, .real, .date: 4
        case .bigint, .doublePrecision, .time, .timestamp, .timestamptz: 8
        // A header, and two bytes per four digits; half of the digits count, because most numbers are small.
        case .numeric(let precision, _): 8 + Double(precision ?? 16) / 4
        case .uuid, .interval: 16
        case .char(let length): Double(length)
        case .text, .varchar, .bytea, .json, .jsonb, .textual, .builtIn: nil
        }
    }

    private static func isLong(_ type: SourceType) -> Bool {
        switch type {
        case .text, .binary, .json, .other: true
        case .boolean, .integer, .float32, .float64, .decimal, .date, .time, .timestamp, .uuid, .interval: false
        }
    }
}
