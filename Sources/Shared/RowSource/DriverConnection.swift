package import Model

/// A connection over a kind of driver that serves many systems: ODBC's or ADBC's.
///
/// The catalogue is read here for all of them: by the dialect's queries where it has some, else by what the driver lists
/// (`DriverConnection+Catalogue.swift`). A connection adds what only its kind of driver can say.
package protocol DriverConnection: Actor, SourceConnection {
    /// As `SourceConnection` has it, without a wait.
    func rows(_ sql: String) throws(SourceError) -> [[String?]]
    /// Runs a statement that gives no rows.
    func execute(_ sql: String) throws(SourceError)

    /// All tables and views as the driver lists them, or those with this name.
    func driverListing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry]
    /// The columns of a table as the driver describes them, in order.
    func driverColumns(of entry: CatalogueEntry) throws(SourceError) -> [CatalogueColumn]
    /// The columns that a statement gives, as the driver describes them.
    ///
    /// - Parameter typeNames: the system's own names for the types of these columns; nil where it isn't asked.
    func resultColumns(
        _ sql: String, typeNames: ([String]) throws(SourceError) -> [String]?
    ) throws(SourceError) -> [SourceColumn]
}

/// What a driver offers no way to. Layers that know one system do it themselves.
extension DriverConnection {
    package func openCopy(_ sql: String, options: CursorOptions) -> (any CopyCursor)? { nil }

    package func label(_ label: StatementLabel) {}

    package func lapse(of table: QualifiedName, at snapshot: Snapshot) -> String? { nil }

    package func read(at snapshot: Snapshot) throws(SourceError) {
        guard snapshot == .unpinned else {
            throw SourceError(
                .statement, operation: "snapshot", message: "\(dialect.name) can't read the snapshot of this run")
        }
    }
}
