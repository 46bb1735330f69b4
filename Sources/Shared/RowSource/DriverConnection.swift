package import Model

/// A connection through a generic driver interface that serves many systems: ODBC or ADBC.
///
/// The catalogue is read here for both: by the dialect's queries if it has any, otherwise from the driver's listing
/// (`DriverConnection+Catalogue.swift`). A connection adds only what is specific to its driver interface.
package protocol DriverConnection: Actor, SourceConnection {
    /// Same as in `SourceConnection`, but synchronous.
    func rows(_ sql: String) throws(SourceError) -> [[String?]]
    /// Runs a statement that returns no rows.
    func execute(_ sql: String) throws(SourceError)

    /// All tables and views listed by the driver, or those with this name.
    func driverListing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry]
    /// The columns of a table as the driver describes them, in order.
    func driverColumns(of entry: CatalogueEntry) throws(SourceError) -> [CatalogueColumn]
    /// The columns that a statement returns, as the driver describes them.
    ///
    /// - Parameter typeNames: returns the system's own type names for these columns; `nil` to use the driver's.
    func resultColumns(
        _ sql: String, typeNames: ([String]) throws(SourceError) -> [String]?
    ) throws(SourceError) -> [SourceColumn]
}

/// Defaults for what the drivers don't support; layers specific to one system provide it themselves.
extension DriverConnection {
    package func openCopy(_ sql: String, options: CursorOptions) -> (any CopyCursor)? { nil }

    package func label(_ label: StatementLabel) {}

    /// No transaction outlives a statement, so an error leaves nothing behind.
    package func save() {}

    package func restore() {}

    package func lapse(of table: QualifiedName, at snapshot: Snapshot) -> String? { nil }

    package func read(at snapshot: Snapshot) throws(SourceError) {
        guard snapshot == .unpinned else {
            throw SourceError(
                .statement, operation: "snapshot", message: "\(dialect.name) can't read the snapshot of this run")
        }
    }
}
