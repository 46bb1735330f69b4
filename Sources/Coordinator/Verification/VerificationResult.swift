package import Model
package import WorkQueue

/// The result of comparing source and target.
package struct VerificationResult: Sendable {
    package struct Table: Sendable {
        package var target: QualifiedName
        package var mode: LoadMode
        package var state: TablePhase
        /// `nil` if the table isn't published, or the source doesn't have it.
        package var sourceRows: Int?
        /// The rows of the run; in mode append the table has others, too.
        ///
        /// `nil` if the table isn't published, or the target doesn't have it.
        package var targetRows: Int?
        /// Whether the target's rows were counted; if not, their number is the sum of the receipts.
        package var isCounted: Bool
        /// Chunks whose row count differs from the plan's, even if the differences cancel out.
        package var differing: [DifferingChunk]
        /// Whether the target has the run's rows; `false` before the publication, or if the target was restored to a
        /// time before it.
        package var isPublished: Bool

        package init(
            target: QualifiedName, mode: LoadMode = .replace, state: TablePhase = .completed, sourceRows: Int?,
            targetRows: Int?, isCounted: Bool = true, differing: [DifferingChunk] = [], isPublished: Bool = true
        ) {
            self.target = target
            self.mode = mode
            self.state = state
            self.sourceRows = sourceRows
            self.targetRows = targetRows
            self.isCounted = isCounted
            self.differing = differing
            self.isPublished = isPublished
        }

        /// A table that the run hasn't published.
        static func unpublished(_ table: TableStatus) -> Table {
            Table(
                target: table.target, mode: table.mode, state: table.state, sourceRows: nil, targetRows: nil,
                differing: table.differing, isPublished: false)
        }

        package var isEqual: Bool { isPublished && sourceRows != nil && sourceRows == targetRows }

        /// Whether the run has yet to publish the table, or never will.
        package var isOpen: Bool { state != .completed }
    }

    package var run: RandomID
    /// All tables of the run, published or not.
    package var tables: [Table]

    package init(run: RandomID, tables: [Table]) {
        self.run = run
        self.tables = tables
    }

    package var isEqual: Bool { tables.allSatisfy(\.isEqual) }

    /// `verificationDiffers` if a table differs, `chunksFailed` if tables merely aren't published.
    package var exit: ExitStatus {
        if isEqual { return .done }
        return tables.allSatisfy { $0.isEqual || $0.isOpen } ? .chunksFailed : .verificationDiffers
    }
}
