import Model

extension Setting {
    static let tables: [Setting] = [selection, loading, cutting, contents, working, notYet].flatMap(\.self)

    private static let selection: [Setting] = [
        Setting(
            "tables", .sections, "What is moved where: an entry for each table, pattern or query.", isRequired: true),
        Setting(
            "tables.source", .text("name or pattern"), "A table or view, or a pattern with `*` and `?`.",
            details: "`main.visits`; `visits` where only one schema has it; `main.*`.",
            otherwise: "required, or `query`",
            mayBeDefault: false),
        Setting("tables.source.query", .text("SQL"), "The same as `query`.", details: "`source: {query: SELECT …}`."),
        Setting(
            "tables.query", .text("SQL"), "A SELECT in the source's SQL instead of a table.",
            details: "`query: SELECT …`.", mayBeDefault: false),
        Setting(
            "tables.target", .text("name or `schema.*`"),
            "The target table, or a schema in which each table keeps its name.",
            details: "Without a schema: `public`.", otherwise: "required, or its pattern's", mayBeDefault: false),
    ]

    private static let loading: [Setting] = [
        .table(
            "mode", \.mode, .word, "How rows reach the target: `replace`, `truncate` or `append`.",
            details: """
                `replace` loads beside the target and takes its place when complete; `truncate` empties the \
                target once and loads into it; `append` adds to it.
                """,
            isOverridable: true, isAlwaysStored: true,
            refusal: Refusal(
                supported: ["replace", "truncate", "append"],
                advice: "use replace to load the whole table again, or append with a where")),
        .table(
            "allow_truncate", \.allowTruncate, .boolean,
            "Whether mode `truncate` may empty a table that holds rows.", isOverridable: true, isAlwaysStored: true),
        .table(
            "snapshot", \.snapshot, .word, "`off`: the table is read as it is, though the run has a snapshot.",
            details: "For tables of a share that refuse time travel, say. `source.snapshot: off` turns it off for all."),
        .table(
            "unlogged", \.isUnlogged, .boolean,
            "Whether `replace` loads without a write-ahead log, and writes it once at the end.",
            details: "See below. Refused with other modes.", isAlwaysStored: true),
        .table(
            "definition", \.definition, .word,
            "What a table that `replace` puts in the place of another is made like.",
            details: """
                `target`: like the table that is there, of which only the rows are replaced. `source`: anew from \
                the source; the plan warns of what is lost. See [replace](replace.md).
                """),
        .table(
            "on_dependents", \.dependents, .word,
            "What `replace` does with views, foreign keys and whatever else refers to the table.",
            details: """
                `carry` lets them refer to the new one, `refuse` doesn't replace a table that has any. With \
                `definition: source` it is always `refuse`.
                """),
    ]

    private static let cutting: [Setting] = [
        .table(
            "chunk", \.chunking, .chunking, "How the table is cut into chunks.",
            details: "`chunk: hash` is short for `chunk: {by: hash}`.", isAlwaysStored: true),
        Setting(
            "tables.chunk.by", SettingType<ChunkStrategy>.chunking.kind, "How the table is cut into chunks.",
            details: """
                `auto`: by the best key, else by `ctid` where that can be, else by hash, else not at all. \
                `ctid`: by where the rows are stored, for a source of type `postgres`. `none`: not at all.
                """,
            builtIn: "auto"),
        Setting("tables.chunk.by.column", .text("column"), "The same as `chunk.column`."),
        Setting(
            "tables.chunk.column", .text("column"), "Cut into ranges of this column.",
            details: "`chunk: {column: visit_id}`, or `chunk: {by: {column: visit_id}}`."),
        .table(
            "chunk_rows", \.chunkRows, .integer(1...Int.max), "Approximate rows per chunk.", isOverridable: true,
            isAlwaysStored: true),
        .optional(
            "chunk_bytes", \.chunkBytes, .bytes(atLeast: 1 << 20), "Approximate bytes per chunk, beside the rows.",
            otherwise: "no limit", isOverridable: true),
    ]

    private static let contents: [Setting] = [
        .optional(
            "primary_key", \.primaryKey, .names("list of columns"), "The target's primary key.", details: "`[]`: none.",
            otherwise: "the source's key"),
        .optional(
            "where", \.filter, .text("SQL condition"), "Only these rows, in the source's SQL.",
            details: "Not beside `query`."),
        .table("columns", \.columns, .columnRules, "What becomes of single columns, by their names."),
        Setting(
            "tables.columns.*.drop", .boolean, "Leaves the column out.", details: "`columns: {ssn: {drop: true}}`.",
            builtIn: "false"),
        Setting(
            "tables.columns.*.type", .text("PostgreSQL type"), "The column's type in the target.",
            details: "`columns: {amount: {type: \"numeric(18,4)\"}}`.", otherwise: "mapped"),
        Setting(
            "tables.columns.*.expr", .text("SQL expression"), "What is read instead of the column, or a new column.",
            details: """
                `columns: {name_uc: {expr: "UPPER(name)"}}`. It is computed once for each row and read as a \
                column of its type would be.
                """,
            otherwise: "the column"),
    ]

    private static let working: [Setting] = [
        .table(
            "threads", \.threads, .integer(1...1_000),
            "Slots per worker: each copies one chunk at a time, over a source and a target connection of its own.",
            details: "One number for all tables.", isOverridable: true, isAlwaysStored: true),
        .table(
            "batch_rows", \.batchRows, .integer(1...10_000_000), "Rows fetched at once.", isOverridable: true,
            isAlwaysStored: true),
        .table(
            "max_retry_attempts", \.maxRetryAttempts, .integer(1...1_000),
            "Attempts at a chunk before it counts as failed.", isOverridable: true, isAlwaysStored: true),
        .table(
            "lambda_timeout_buffer_seconds", \.timeoutBuffer, .seconds(0...86_400),
            "Seconds that a worker with a deadline keeps free at its end.",
            details: "Where tables differ, the longest.", isOverridable: true, isAlwaysStored: true),
        .table(
            "stall_timeout_seconds", \.stallTimeout, .seconds(1...86_400),
            "Seconds without a row after which a chunk is cancelled and tried again.",
            details: """
                A driver that doesn't even return then costs its worker, which ends for another to take its \
                place. Longer than the source's slowest first row; where tables differ, the longest.
                """,
            isOverridable: true, isAlwaysStored: true),
        .table(
            "max_value_bytes", \.maxValueBytes, .bytes(atLeast: 1 << 10),
            "The most bytes of one value: a longer one is refused.",
            details: """
                It is refused as soon as its length is known; the message names column and row. A slot takes up \
                to three times the size of a value for it, with SQLite's ODBC driver six times. Where tables \
                differ, the largest; a worker's own, so that it can be raised for a run that is there.
                """,
            isOverridable: true),
    ]

    /// Settings that this version doesn't support, or only in part.
    private static let notYet: [Setting] = [
        Setting(
            "tables.on_nul", .choice(["fail", "strip", "replace", "quarantine"]),
            "What happens to a text with a NUL byte, which PostgreSQL can't hold.", builtIn: "fail",
            refusal: Refusal(supported: ["fail"], advice: "use fail, and replace the byte by an expr")),
        Setting(
            "tables.on_bad_row", .choice(["fail", "quarantine"]), "What happens to a row that can't be converted.",
            builtIn: "fail",
            refusal: Refusal(supported: ["fail"], advice: "use fail, and exclude such rows by a where")),
        Setting(
            "tables.on_duplicate", .choice(["fail", "keep_first", "quarantine"]),
            "What happens to rows with an equal key where the target has one.", builtIn: "fail",
            refusal: Refusal(supported: ["fail"], advice: "use fail, and exclude such rows by a query")),
        .refused("tables.watermark", advice: "remove it and limit the rows with a where"),
        .refused(
            "tables.partition_by", advice: "remove it, or create the partitioned target table and append to it"),
        .refused("tables.columns.*.mask", advice: "use drop, or expr with a hash function of the source"),
        .refused("tables.max_bad_rows", advice: "remove it: no row may be bad"),
        .refused("tables.checks", advice: "remove them and check the target after the run"),
    ]
}
