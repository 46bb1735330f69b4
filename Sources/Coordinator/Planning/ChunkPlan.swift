package import Model

/// A table's chunks: each row of the table matches the predicate of exactly one of them.
package struct ChunkPlan: Hashable, Sendable {
    /// How a table was cut, for messages.
    package enum Method: Hashable, Sendable, CustomStringConvertible {
        /// Ranges of a column without gaps; the bounds are computed.
        case dense(column: String)
        /// Ranges of a column, balanced by counted rows.
        case ranges(column: String)
        case hash
        /// Ranges of storage locations.
        case places
        case whole

        package var description: String {
            switch self {
            case .dense(let column): "even ranges of \(column)"
            case .ranges(let column): "ranges of \(column), by counted rows"
            case .hash: "hash of each row"
            case .places: "ranges of storage locations"
            case .whole: "one chunk"
            }
        }
    }

    /// Never empty; numbered from 1.
    package var chunks: [PlannedChunk]
    package var method: Method
    /// How the chunks were cut, so that one can be split later; `nil` for a whole table.
    package var cut: ChunkCut?
    /// A column whose values were counted one by one, and are never NULL nor the same in two rows.
    package var uniqueColumn: String?
    /// What the user should know before rows are copied; contains no row values.
    package var warnings: [String]

    /// The counted rows of all chunks.
    package var totalRows: Int { chunks.reduce(0) { $0 + $1.expectedRows } }

    /// Rows of the largest chunk divided by the mean; 1 if they are even.
    package var skew: Double {
        let total = totalRows
        guard total > 0, let largest = chunks.map(\.expectedRows).max() else { return 1 }
        return Double(largest) * Double(chunks.count) / Double(total)
    }
}
