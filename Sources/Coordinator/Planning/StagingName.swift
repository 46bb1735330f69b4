package import Model

/// Names of the tables into which rows are loaded before they are published.
package enum StagingName {
    /// `__snowmelt_<first 8 characters of the run's id>_<table number>` in the target's schema.
    ///
    /// No two runs share a name, and the name always fits.
    package static func table(target: QualifiedName, runID: String, tableNumber: Int) -> QualifiedName {
        let run = runID.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(8)
        return QualifiedName(schema: target.schema, name: "__snowmelt_\(run)_\(tableNumber)")
    }
}
