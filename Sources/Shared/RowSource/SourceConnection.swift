package import Model

/// One connection to the source, used by one slot at a time.
///
/// No member has a default implementation, so a connection that wraps another can't silently lose its behaviour.
package protocol SourceConnection: AnyObject, Closable {
    /// The SQL dialect of the system behind the connection.
    var dialect: any SQLDialect { get }
    /// Name and version of the system and the driver, for `check` and logs.
    var serverDescription: String { get }
    /// Where the connection leads according to the driver, without secrets; `nil` if the driver doesn't say.
    ///
    /// For systems that can't be asked which database they are (`SQLDialect.identityQuery`).
    var place: String? { get }

    /// Tables and views whose `schema.name` (or bare name) matches a glob (`*`, `?`), without columns and sorted by
    /// name.
    func tables(matching pattern: String) async throws(SourceError) -> [QualifiedName]
    /// Tables in which the system keeps parts of others, such as the index of a full-text search.
    ///
    /// `tables(matching:)` leaves them out.
    func internalTables() async throws(SourceError) -> [QualifiedName]
    /// One table with its columns and key; throws `.notFound` if it doesn't exist.
    func table(_ name: QualifiedName) async throws(SourceError) -> SourceTable
    /// The columns of a table as the catalogue declares them; asks nothing of the table itself.
    func columns(ofTable name: QualifiedName) async throws(SourceError) -> [SourceColumn]
    /// Tables whose rows also belong to another table (inheritance, partitions).
    func descents() async throws(SourceError) -> [TableDescent]
    /// The columns that a query would return; reads no rows.
    func columns(ofQuery sql: String) async throws(SourceError) -> [SourceColumn]

    /// Runs a query with a small result (statistics, counts, bounds) and returns every value as text, `nil` for NULL.
    func rows(_ sql: String) async throws(SourceError) -> [[String?]]
    /// Starts reading. Each connection has one cursor at a time; opening another ends the previous one.
    func open(_ sql: String, options: CursorOptions) async throws(SourceError) -> any BatchCursor
    /// Like `open`, for rows that need no encoding; `nil` if the statement's rows need it.
    func openCopy(_ sql: String, options: CursorOptions) async throws(SourceError) -> (any CopyCursor)?
    /// Makes all later statements read this point in time.
    func read(at snapshot: Snapshot) async throws(SourceError)
    /// Why a table can no longer be read at this point in time; `nil` if it can, as far as the source tells.
    func lapse(of table: QualifiedName, at snapshot: Snapshot) async throws(SourceError) -> String?

    /// Prepares for errors: after one in a later statement, `restore()` makes the connection usable again.
    func save() async throws(SourceError)
    /// Undoes what an error since `save()` has done to the session; the snapshot stays.
    func restore() async throws(SourceError)

    /// Sets the label of all later statements; systems with a query history show it there.
    func label(_ label: StatementLabel) async throws(SourceError)

    /// Interrupts the running statement, which then throws `.cancelled`. May be called from any thread.
    func cancel()
    func close() async
}
