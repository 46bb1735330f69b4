package import Model
package import WorkQueue

/// What `verify` found, as JSON.
package struct VerificationDocument: Encodable, Sendable {
    package struct Table: Encodable, Sendable {
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
        /// `count`, or `receipts` where the rows couldn't be told from others.
        private let targetRowsBy: String
        private let differingChunks: [DifferingChunkDocument]
        private let published: Bool

        package init(
            target: QualifiedName, sourceRows: Int, targetRows: Int, isCounted: Bool = true,
            differing: [DifferingChunk] = [], isPublished: Bool = true
        ) {
            self.target = target.description
            ok = isPublished && sourceRows == targetRows
            self.sourceRows = sourceRows
            self.targetRows = targetRows
            targetRowsBy = isCounted ? "count" : "receipts"
            differingChunks = differing.map(DifferingChunkDocument.init)
            published = isPublished
        }

        fileprivate var isEqual: Bool { ok }
    }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case ok, tables
    }

    private let runID: String
    private let ok: Bool
    private let tables: [Table]

    package init(run: RandomID, tables: [Table]) {
        runID = run.text
        ok = tables.allSatisfy(\.isEqual)
        self.tables = tables
    }
}
