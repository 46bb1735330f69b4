import Model

extension Setting {
    static let tables: [Setting] = [
        selection, planning, loading, cutting, contents, working, notYet,
    ].flatMap(\.self)

    private static let selection: [Setting] = [
        Setting(
            "tables", .sections, "What is copied where: an entry for each table, pattern or query.", isRequired: true),
        Setting(
            "tables.source", .text("name or pattern"), "A table or view, or a pattern with `*` and `?`.",
            details: "`main.visits`; `visits` if only one schema has such a table; `main.*`.",
            otherwise: "required, or `query`",
            mayBeDefault: false),
        Setting(
            "tables.exclude", .names("list of names and patterns"), "Tables that the entry's pattern leaves out.",
            details: "`exclude: [main.tmp_*, main.old]`, written like `source`.", mayBeDefault: false),
        Setting("tables.source.query", .text("SQL"), "The same as `query`.", details: "`source: {query: SELECT …}`."),
        Setting(
            "tables.query", .text("SQL"), "A SELECT in the source's SQL instead of a table.",
            details: "`query: SELECT …`.", mayBeDefault: false),
        Setting(
            "tables.target", .text("name or `schema.*`"),
            "The target table, or a schema in which each table keeps its name.",
            details: "Without a schema: `public`.", otherwise: "required, unless its pattern has one",
            mayBeDefault: false),
    ]

    private static let planning: [Setting] = [
        .table(
            "on_table_error", \.onError, .word, "What happens if a table can't be planned.",
            details: """
                For example, a broken view, a missing privilege, or a name that PostgreSQL can't hold. `fail`: nothing \
                is copied, and the error names all such tables with their reasons. `skip`: such tables are named and \
                marked as failed, the others are copied, and the run ends with exit code 5.
                """,
            isOverridable: true)
    ]

    private static let loading: [Setting] = [
        .table(
            "mode", \.mode, .word, "How rows reach the target: `replace`, `truncate` or `append`.",
            details: """
                `replace` loads into a separate table that replaces the target when complete; `truncate` \
                empties the target once and loads into it; `append` adds to it.
                """,
            isOverridable: true, isAlwaysStored: true,
            refusal: SettingRefusal(
                supported: ["replace", "truncate", "append"],
                advice: "use replace to load the whole table again, or append with a where")),
        .table(
            "allow_truncate", \.allowTruncate, .boolean,
            "Whether mode `truncate` may empty a table that holds rows.", isOverridable: true, isAlwaysStored: true),
        .table(
            "snapshot", \.snapshot, .word, "`off`: the table's current rows are read, even if the run has a snapshot.",
            details: "For example, for shared tables without time travel. `source.snapshot: off` applies to all tables."
        ),
        .table(
            "unlogged", \.isUnlogged, .boolean,
            "Whether `replace` loads without a write-ahead log, and writes it once at the end.",
            details: "See below. Refused with other modes.", isAlwaysStored: true),
        .table(
            "definition", \.definition, .word,
            "The definition of the new table that `replace` puts in the place of an existing one.",
            details: """
                `target`: that of the existing table, so only the rows are replaced. `source`: derived from the \
                source; the plan warns about what is lost. See [replace](replace.md).
                """),
        .table(
            "on_dependents", \.dependents, .word,
            "What `replace` does with views, foreign keys and other objects that refer to the table.",
            details: """
                `carry` makes them refer to the new table; `refuse` refuses to replace a table that has any. \
                With `definition: source` it is always `refuse`.
                """,
            effect: .nextRun),
    ]

    private static let cutting: [Setting] = [
        .table(
            "chunk", \.chunking.strategy, .chunking, "How the table is cut into chunks.",
            details: "`chunk: hash` is short for `chunk: {by: hash}`.", isAlwaysStored: true),
        Setting(
            "tables.chunk.by", SettingType<ChunkStrategy>.chunking.kind, "How the table is cut into chunks.",
            details: """
                `auto`: by the best key, otherwise by `ctid` if possible, otherwise by hash, otherwise not at all. \
                `ctid`: by storage location, for sources of type `postgres`. `none`: not at all.
                """,
            builtIn: "auto"),
        Setting("tables.chunk.by.column", .text("column"), "The same as `chunk.column`."),
        Setting(
            "tables.chunk.column", .text("column"), "Cuts the table into ranges of this column.",
            details: "`chunk: {column: visit_id}`, or `chunk: {by: {column: visit_id}}`."),
        .table(
            "chunk_rows", \.chunking.rows, .integer(1...Int.max), "Approximate rows per chunk.", isOverridable: true,
            isAlwaysStored: true),
        .optional(
            "chunk_bytes", \.chunking.bytes, .bytes(atLeast: 1 << 20),
            "Approximate bytes per chunk, in addition to the limit on rows.",
            otherwise: "no limit", isOverridable: true),
    ]

    private static let contents: [Setting] = [
        .optional(
            "primary_key", \.primaryKey, .names("list of columns"), "The target's primary key.",
            details: "`[]` for no key.",
            otherwise: "the source's key", effect: .nextRun),
        .table(
            "key_check", \.keyCheck, .word,
            "Whether the plan refuses a table whose key is NULL or not unique at the source.",
            details: """
                `counts`: it does, and counts such rows with one aggregated statement per key, unless the source \
                enforces the key. `values`: the message also shows up to five of the values. `off`: publishing finds \
                out, after all rows were copied.
                """, effect: .atOnce),
        .optional(
            "where", \.filter, .text("SQL condition"), "The condition for rows to copy, in the source's SQL.",
            details: "Not allowed with `query`."),
        .table("columns", \.columns, .columnRules, "Rules for individual columns, by name."),
        Setting(
            "tables.columns.*.drop", .boolean, "Leaves the column out.", details: "`columns: {ssn: {drop: true}}`.",
            builtIn: "false"),
        Setting(
            "tables.columns.*.type", .text("PostgreSQL type"), "The column's type in the target.",
            details: "`columns: {amount: {type: \"numeric(18,4)\"}}`.", otherwise: "mapped from the source's"),
        Setting(
            "tables.columns.*.expr", .text("SQL expression"),
            "An expression to read instead of the column, or as an additional column.",
            details: """
                `columns: {name_uc: {expr: "UPPER(name)"}}`. It is computed once per row and read like a column \
                of its type.
                """,
            otherwise: "the column"),
    ]

    private static let working: [Setting] = [
        .table(
            "threads", \.work.threads, .integer(1...1_000),
            "Slots per worker: each copies one chunk at a time, over its own source and target connections.",
            details: "One number per worker; if tables differ, the largest applies.", isOverridable: true,
            isAlwaysStored: true, effect: .atOnce),
        .table(
            "batch_rows", \.batch.rows, .integer(1...10_000_000), "Maximum rows fetched at once.", isOverridable: true,
            isAlwaysStored: true, effect: .nextRun),
        .table(
            "max_retry_attempts", \.maxAttempts, .integer(1...1_000),
            "Maximum attempts at a chunk before it fails.", isOverridable: true, isAlwaysStored: true,
            effect: .nextRun),
        .table(
            "lambda_timeout_buffer_seconds", \.work.timeoutBuffer, .seconds(0...86_400),
            "Seconds before its deadline in which a worker claims no more chunks.",
            details: "If tables differ, the longest applies.", isOverridable: true, isAlwaysStored: true,
            effect: .atOnce),
        .table(
            "stall_timeout_seconds", \.work.stallTimeout, .seconds(1...86_400),
            "Seconds without a row after which a chunk is cancelled and retried.",
            details: """
                If the driver doesn't return even then, its worker ends and must be replaced. Choose a time longer \
                than the source's slowest first row. If tables differ, the longest applies.
                """,
            isOverridable: true, isAlwaysStored: true, effect: .atOnce),
        .table(
            "max_value_bytes", \.work.maxValueBytes, .bytes(atLeast: 1 << 10),
            "Maximum bytes of one value; longer values are refused.",
            details: """
                A value is refused as soon as its length is known; the message names column and row. A slot needs up \
                to three times a value's size in memory, with SQLite's ODBC driver six times. If tables differ, the \
                largest applies. Each worker uses its own config's value, so it can be raised for an existing run.
                """,
            isOverridable: true, effect: .atOnce),
    ]

    /// Settings that this version doesn't support, or only in part.
    private static let notYet: [Setting] = [
        Setting(
            "tables.on_nul", .choice(["fail", "strip", "replace", "quarantine"]),
            "What happens to a text with a NUL byte, which PostgreSQL can't store.", builtIn: "fail",
            refusal: SettingRefusal(supported: ["fail"], advice: "use fail, and replace the byte by an expr")),
        Setting(
            "tables.on_bad_row", .choice(["fail", "quarantine"]), "What happens to a row that can't be converted.",
            builtIn: "fail",
            refusal: SettingRefusal(supported: ["fail"], advice: "use fail, and exclude such rows by a where")),
        Setting(
            "tables.on_duplicate", .choice(["fail", "keep_first", "quarantine"]),
            "What happens to rows with equal keys if the target has a key.", builtIn: "fail",
            refusal: SettingRefusal(supported: ["fail"], advice: "use fail, and exclude such rows by a query")),
        .refused("tables.watermark", advice: "remove it and limit the rows with a where"),
        .refused(
            "tables.partition_by", advice: "remove it, or create the partitioned target table and append to it"),
        .refused("tables.columns.*.mask", advice: "use drop, or expr with a hash function of the source"),
        .refused("tables.max_bad_rows", advice: "remove it: no row may be bad"),
        .refused("tables.checks", advice: "remove them and check the target after the run"),
    ]
}
