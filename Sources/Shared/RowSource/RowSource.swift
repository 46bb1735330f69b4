package import Model

/// Where rows come from: one configured source.
///
/// Each slot opens a connection of its own. No member has a default: each source says what it can't do.
package protocol RowSource: Sendable {
    /// For messages; no secrets.
    var displayName: String { get }
    func connect() async throws(SourceError) -> any SourceConnection

    /// Whether a snapshot can still be read when its hold was let go; true where there are none.
    var keepsSnapshots: Bool { get }
    /// Fixes a point in time that any connection can read until the hold is let go; nil: the source can't.
    func holdSnapshot() async throws(SourceError) -> (any SnapshotHold)?
}

/// One connection to the source, used by one slot at a time.
///
/// No member has a default, so that a connection that wraps another can't lose what that one does.
package protocol SourceConnection: AnyObject, Sendable {
    /// The SQL of the system behind the connection.
    var dialect: any SQLDialect { get }
    /// Name and version of the system and the driver, for `check` and logs.
    var serverDescription: String { get }
    /// Where the driver says that this leads, for systems that can't be asked which database they are
    /// (`SQLDialect.identityQuery`); without secrets. nil: it doesn't say.
    var place: String? { get }

    /// Tables and views whose `schema.name` (or bare name) matches a glob (`*`, `?`); without columns. Sorted by name.
    func tables(matching pattern: String) async throws(SourceError) -> [QualifiedName]
    /// One table with columns and key; throws `.notFound` where there is none.
    func table(_ name: QualifiedName) async throws(SourceError) -> SourceTable
    /// Which tables' rows are rows of other tables, too.
    func descents() async throws(SourceError) -> [TableDescent]
    /// The columns that a query would return, without reading rows.
    func columns(ofQuery sql: String) async throws(SourceError) -> [SourceColumn]

    /// A small result, every value as text (nil for NULL): statistics, counts, bounds.
    func rows(_ sql: String) async throws(SourceError) -> [[String?]]
    /// Starts reading. One cursor at a time; it ends the one before.
    func open(_ sql: String, options: CursorOptions) async throws(SourceError) -> any BatchCursor
    /// Starts reading rows that need no encoding, as `open` does; nil where the statement's rows do.
    func openCopy(_ sql: String, options: CursorOptions) async throws(SourceError) -> (any CopyCursor)?
    /// All statements from now on read this point in time.
    func read(at snapshot: Snapshot) async throws(SourceError)
    /// Why a table can't be read at this point in time any more; nil: it can, as far as the source tells.
    func lapse(of table: QualifiedName, at snapshot: Snapshot) async throws(SourceError) -> String?

    /// What the statements from now on are for; systems that keep a history of statements show it there.
    func label(_ label: StatementLabel) async throws(SourceError)

    /// Interrupts the running statement from any thread; it then throws `.cancelled`.
    func cancel()
    func close() async
}

/// The batches of one statement.
package protocol BatchCursor: AnyObject, Sendable {
    /// The next batch, or nil at the end of the data. A batch is never empty. See `ColumnBatch` for its lifetime.
    func next() async throws(SourceError) -> ColumnBatch?
    func close() async
}

/// How to read a statement's rows.
package struct CursorOptions: Sendable {
    /// The columns as planned, in SELECT order: their declared types help to choose how each is read.
    package var columns: [ColumnSpec]
    /// Rows a batch at most.
    package var batchRows: Int
    /// Bytes a buffer at most, but for a single row that is larger.
    package var batchBytes: Int
    /// A value with more bytes is refused, as early as its length is known.
    package var maxValueBytes: Int

    package init(
        columns: [ColumnSpec], batchRows: Int, batchBytes: Int = 2 << 20, maxValueBytes: Int = .max
    ) {
        self.columns = columns
        self.batchRows = batchRows
        self.batchBytes = batchBytes
        self.maxValueBytes = maxValueBytes
    }
}
