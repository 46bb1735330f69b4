import RowSource

/// Drivers that Snowmelt knows by their library, and what it tells them of itself.
enum DriverFamily {
    case sqlite, postgreSQL, snowflake, other

    /// - Parameter library: its name or path, of which the folders say nothing.
    init(library: String) {
        let name = library.split(separator: "/").last?.lowercased() ?? ""
        self =
            name.contains("adbc_driver_sqlite")
            ? .sqlite
            : name.contains("adbc_driver_postgresql") ? .postgreSQL : name.contains("snowflake") ? .snowflake : .other
    }

    /// Whether it says how many rows each query has; a result of no declared size has been cut then, or is a bug.
    var declaresRows: Bool { self == .snowflake }

    /// Settings of a statement that reads a chunk: batches of the size that the caller wants.
    ///
    /// - Parameter inferredRows: how many rows SQLite's driver looks at to find out what a column holds.
    func statementDefaults(_ options: CursorOptions, inferredRows: Int) -> [(name: String, value: String)] {
        switch self {
        case .sqlite: [("adbc.sqlite.query.batch_rows", String(inferredRows))]
        case .postgreSQL: [("adbc.postgresql.batch_size_hint_bytes", String(max(4096, options.batchBytes)))]
        // By default it reads ahead to the end of the result, however large that is.
        case .snowflake: [("adbc.rpc.result_queue_size", "2"), ("adbc.snowflake.rpc.prefetch_concurrency", "2")]
        case .other: []
        }
    }

    /// Whether an error of SQLite's driver says that a column holds another class of value than its first rows had.
    ///
    /// It takes a column's class from the first batch; with more rows in it, the statement gets through.
    func isMisjudgedColumn(_ error: SourceError) -> Bool {
        self == .sqlite && error.message.contains("Type mismatch in column")
    }
}
