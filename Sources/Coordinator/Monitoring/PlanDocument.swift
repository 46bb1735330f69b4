package import Model

/// What a run would be, as JSON: `plan --dry-run`.
package struct PlanDocument: Encodable, Sendable {
    package struct Table: Encodable, Sendable {
        private struct Chunk: Encodable, Sendable {
            var range: String
            var rows: Int
        }

        private let source: String
        private let target: String
        private let mode: String
        private let ddl: Nullable<String>
        private let method: String
        private let skew: Double
        private let rows: Int
        private let chunks: [Chunk]
        private let warnings: [String]

        /// `ddl` nil: the table is there already.
        package init(
            source: QualifiedName, target: QualifiedName, mode: LoadMode, ddl: String?, method: String, skew: Double,
            chunks: [PlannedChunk], warnings: [String]
        ) {
            self.source = source.description
            self.target = target.description
            self.mode = mode.rawValue
            self.ddl = Nullable(ddl)
            self.method = method
            self.skew = (skew * 100).rounded() / 100
            rows = chunks.reduce(0) { $0 + $1.expectedRows }
            self.chunks = chunks.map { Chunk(range: $0.range, rows: $0.expectedRows) }
            self.warnings = warnings
        }
    }

    private let tables: [Table]

    package init(tables: [Table]) {
        self.tables = tables
    }
}
