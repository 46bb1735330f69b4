package import Model
package import WorkQueue

/// Source and target, compared.
package struct VerificationResult: Sendable {
    package struct Table: Sendable {
        package var target: QualifiedName
        package var sourceRows: Int
        package var targetRows: Int
        /// Whether the target's rows were counted; otherwise receipts prove them.
        package var isCounted: Bool
        /// Chunks with other rows than the plan counted, whatever they come to in all.
        package var differing: [DifferingChunk]
        /// Whether the target has the run's rows; it hasn't after it was restored to before that.
        package var isPublished: Bool

        package init(
            target: QualifiedName, sourceRows: Int, targetRows: Int, isCounted: Bool = true,
            differing: [DifferingChunk] = [], isPublished: Bool = true
        ) {
            self.target = target
            self.sourceRows = sourceRows
            self.targetRows = targetRows
            self.isCounted = isCounted
            self.differing = differing
            self.isPublished = isPublished
        }

        package var isEqual: Bool { isPublished && sourceRows == targetRows }
    }

    package var run: RandomID
    package var tables: [Table]

    package init(run: RandomID, tables: [Table]) {
        self.run = run
        self.tables = tables
    }

    package var isEqual: Bool { tables.allSatisfy(\.isEqual) }
}
