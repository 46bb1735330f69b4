import Model
import RowSource

/// Drivers that are recognized by their library, with Snowmelt's own settings for them.
enum DriverFamily {
    case sqlite, postgreSQL, snowflake, other

    /// - Parameter library: its name or path; the folders are ignored.
    init(library: String) {
        let name = library.split(separator: "/").last?.lowercased() ?? ""
        self =
            name.contains("adbc_driver_sqlite")
            ? .sqlite
            : name.contains("adbc_driver_postgresql") ? .postgreSQL : name.contains("snowflake") ? .snowflake : .other
    }

    /// Whether the driver declares how many rows each query returns; a result without a declared size is then
    /// truncated, or a bug.
    var declaresRows: Bool { self == .snowflake }

    /// Options of a statement that reads a chunk: batches of the requested size.
    ///
    /// - Parameter inferredRows: the number of rows from which SQLite's driver infers a column's type.
    func statementDefaults(_ options: CursorOptions, inferredRows: Int) -> [(name: String, value: String)] {
        switch self {
        case .sqlite: [("adbc.sqlite.query.batch_rows", String(inferredRows))]
        case .postgreSQL: [("adbc.postgresql.batch_size_hint_bytes", String(max(4096, options.batch.bytes)))]
        // By default the driver prefetches the whole result, however large.
        case .snowflake: [("adbc.rpc.result_queue_size", "2"), ("adbc.snowflake.rpc.prefetch_concurrency", "2")]
        case .other: []
        }
    }

    /// Whether SQLite's driver reports that a column holds another class of value than its first rows did.
    ///
    /// The driver infers a column's class from the first batch; with more rows in that batch, the statement succeeds.
    func isMisjudgedColumn(_ error: SourceError) -> Bool {
        self == .sqlite && error.message.contains("Type mismatch in column")
    }
}
