import Model
package import Verification

/// The result of `verify`, as JSON.
package struct VerificationDocument: Encodable, Sendable {
    private struct Table: Encodable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case target, ok, published
            case targetRowsBy = "target_rows_by"
            case sourceRows = "source_rows"
            case targetRows = "target_rows"
            case differingChunks = "differing_chunks"
        }

        private let target: String
        private let ok: Bool
        private let sourceRows: Int
        private let targetRows: Int
        /// `count`, or `receipts` if the rows couldn't be distinguished from others.
        private let targetRowsBy: String
        private let differingChunks: [DifferingChunkDocument]
        private let published: Bool

        init(_ table: VerificationResult.Table) {
            target = table.target.description
            ok = table.isEqual
            sourceRows = table.sourceRows
            targetRows = table.targetRows
            targetRowsBy = table.isCounted ? "count" : "receipts"
            differingChunks = table.differing.map(DifferingChunkDocument.init)
            published = table.isPublished
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
