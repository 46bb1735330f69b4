package import Model

/// A target table that was there before the run.
package struct ExistingTable: Hashable, Sendable {
    package var columns: [ExistingColumn]
    /// A key that the target enforces.
    package struct Key: Hashable, Sendable {
        package var columns: [String]
        /// Whether none of its columns may be NULL.
        package var refusesNull: Bool

        package init(columns: [String], refusesNull: Bool) {
            self.columns = columns
            self.refusesNull = refusesNull
        }
    }

    package var keys: [Key] = []
    /// With `replace`: whether the new table is defined by the source or by this table.
    package var shape: TargetShape
    /// What the user should know before it is replaced.
    package var warnings: [String]
    /// What will probably make its chunks fail.
    package var doubts: [String] = []

    package init(columns: [ExistingColumn], shape: TargetShape = .new, warnings: [String] = []) {
        self.columns = columns
        self.shape = shape
        self.warnings = warnings
    }

    /// Whether rows go into its columns, or into those of a table made like it.
    package func isFilled(by mode: LoadMode) -> Bool { !mode.isStaged || shape.isKept }
}
