package import Model

/// What `verify` found, as JSON.
package struct VerificationDocument: Encodable, Sendable {
    package struct Table: Encodable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case target, ok
            case sourceRows = "source_rows"
            case targetRows = "target_rows"
            case differingChunks = "differing_chunks"
        }

        private let target: String
        private let ok: Bool
        private let sourceRows: Int
        private let targetRows: Int
        private let differingChunks: [Int] = []

        package init(target: QualifiedName, sourceRows: Int, targetRows: Int) {
            self.target = target.description
            ok = sourceRows == targetRows
            self.sourceRows = sourceRows
            self.targetRows = targetRows
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
