package import Model

/// A planned run as JSON: `plan --dry-run`.
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
        private let bytes: Nullable<Int>
        private let seconds: Double
        private let cost: Nullable<Double>
        private let chunks: [Chunk]
        private let warnings: [String]

        /// - Parameter ddl: `nil` if the table already exists.
        package init(
            source: QualifiedName, target: QualifiedName, mode: LoadMode, ddl: String?, method: String, skew: Double,
            chunks: [PlannedChunk], warnings: [String], estimate: Estimate
        ) {
            self.source = source.description
            self.target = target.description
            self.mode = mode.rawValue
            self.ddl = Nullable(ddl)
            self.method = method
            self.skew = (skew * 100).rounded() / 100
            rows = estimate.rows
            bytes = estimate.bytes
            seconds = estimate.seconds
            cost = estimate.cost
            self.chunks = chunks.map { Chunk(range: $0.range, rows: $0.expectedRows) }
            self.warnings = warnings
        }
    }

    /// A table that can't be planned.
    package struct Skipped: Encodable, Sendable {
        private let source: String
        private let target: String
        private let error: String

        package init(source: QualifiedName, target: QualifiedName, error: String) {
            self.source = source.description
            self.target = target.description
            self.error = error
        }
    }

    /// Approximate size, time and cost of copying.
    package struct Estimate: Encodable, Sendable {
        fileprivate let rows: Int
        fileprivate let bytes: Nullable<Int>
        fileprivate let seconds: Double
        /// For a source that bills by time; null for all others.
        fileprivate let cost: Nullable<Double>

        /// - Parameter bytes: `nil` if the source can't tell.
        package init(rows: Int, bytes: Double?, seconds: Double) {
            self.rows = rows
            self.bytes = Nullable(bytes.map { Int(exactly: $0.rounded()) ?? .max })
            self.seconds = (seconds * 10).rounded(.up) / 10
            cost = Nullable(nil)
        }
    }

    private let tables: [Table]
    private let total: Estimate
    private let assumptions: [String]
    private let skipped: [Skipped]

    package init(tables: [Table], total: Estimate, assumptions: [String], skipped: [Skipped]) {
        self.tables = tables
        self.total = total
        self.assumptions = assumptions
        self.skipped = skipped
    }
}
