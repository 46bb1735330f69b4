import Model
import Postgres

/// The source's row count that a table's rows were compared with when it was published.
package struct PublishedCounts: Hashable, Sendable {
    /// As counted by the plan, or counted again while publishing if the number of copied rows differed.
    package var sourceRows: Int
    /// Whether the target's rows were counted; if not, their number is the sum of the receipts.
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
