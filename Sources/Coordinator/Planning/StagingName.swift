package import Model

/// Names of the tables that rows are loaded into before they are published.
package enum StagingName {
    /// `__snowmelt_<first 8 of the run's id>_<table number>` in the target's schema: no two runs share one, and it
    /// always fits.
    package static func table(target: QualifiedName, runID: String, tableNumber: Int) -> QualifiedName {
        let run = runID.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(8)
        return QualifiedName(schema: target.schema, name: "__snowmelt_\(run)_\(tableNumber)")
    }
}
