import Model
package import Verification

/// The result of `verify`, as JSON.
package struct VerificationDocument: Encodable, Sendable {
    private struct Table: Encodable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case target, mode, ok, published, state
            case rowsAdded = "rows_added"
            case targetRowsBy = "target_rows_by"
            case sourceRows = "source_rows"
            case targetRows = "target_rows"
            case differingChunks = "differing_chunks"
        }

        private let target: String
        private let mode: String
        private let ok: Bool
        /// Null if the table isn't published, or isn't there any more.
        private let sourceRows: Nullable<Int>
        private let targetRows: Nullable<Int>
        /// Null if the table has no other rows than the run's.
        private let rowsAdded: Nullable<Int>
        /// `count`, or `receipts` if the rows couldn't be distinguished from others.
        private let targetRowsBy: String
        private let differingChunks: [DifferingChunkDocument]
        private let published: Bool
        private let state: String

        init(_ table: VerificationResult.Table) {
            target = table.target.description
            mode = table.mode.rawValue
            ok = table.isEqual
            sourceRows = Nullable(table.sourceRows)
            targetRows = Nullable(table.targetRows)
            rowsAdded = Nullable(table.mode.ownsAllRows ? nil : table.targetRows)
            targetRowsBy = table.isCounted ? "count" : "receipts"
            differingChunks = table.differing.map(DifferingChunkDocument.init)
            published = table.isPublished
            state = table.state.rawValue
        }
    }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case ok, tables
    }

    private let runID: String
    private let ok: Bool
    private let tables: [Table]

    package init(_ verification: VerificationResult) {
        runID = verification.run.text
        ok = verification.isEqual
        tables = verification.tables.map(Table.init)
    }
}
