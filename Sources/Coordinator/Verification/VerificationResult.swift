package import Model
package import WorkQueue

/// The result of comparing source and target.
package struct VerificationResult: Sendable {
    package struct Table: Sendable {
        package var target: QualifiedName
        package var sourceRows: Int
        package var targetRows: Int
        /// Whether the target's rows were counted; if not, their number is the sum of the receipts.
        package var isCounted: Bool
        /// Chunks whose row count differs from the plan's, even if the differences cancel out.
        package var differing: [DifferingChunk]
        /// Whether the target has the run's rows; `false` if the target was restored to a time before the publication.
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
