import Model
import Postgres

/// What a table's rows were held against when it was published.
package struct PublishedCounts: Hashable, Sendable {
    /// As the plan counted them, or as they were counted then because the copied ones were others.
    package var sourceRows: Int
    /// Whether the target's rows were counted; otherwise receipts prove them.
    package var isCounted: Bool

    package init(sourceRows: Int, isCounted: Bool) {
        self.sourceRows = sourceRows
        self.isCounted = isCounted
    }

    init?(_ row: PostgresRow) throws(PostgresError) {
        guard let rows = try row.optionalInt("source_rows"), let isCounted = try row.optionalBool("is_counted") else {
            return nil
        }
        self.init(sourceRows: rows, isCounted: isCounted)
    }
}
