extension Setting {
    package static let all: [Setting] = source + target + tables

    /// Keys of `source` that belong to one of its types, by type.
    static let sourceKeys: [(kind: String, keys: [String])] = [
        ("odbc", ["connection", "dialect"]),
        ("adbc", ["driver", "entrypoint", "options", "connection_options", "statement_options", "dialect"]),
        (
            "snowflake",
            [
                "account", "user", "authenticator", "password", "private_key", "private_key_passphrase", "token",
                "role",
                "warehouse", "database", "schema", "host", "port", "protocol", "via", "driver_path", "options",
                "narrow_integers",
            ]
        ),
        ("postgres", ["url"]),
    ]

    private static let source: [Setting] = [
        Setting("source.type"),
        Setting("source.connection"),
        Setting("source.snapshot", builtIn: "auto"),
        Setting("source.max_connections", override: .maxConnections),
        Setting("source.dialect", builtIn: "auto"),
        Setting("source.breaker_failures", builtIn: "5"),
        Setting("source.breaker_rest_seconds", builtIn: "30"),
        Setting("source.driver"),
        Setting("source.entrypoint"),
        Setting("source.options"),
        Setting("source.connection_options"),
        Setting("source.statement_options"),
        Setting("source.account"),
        Setting("source.user"),
        Setting("source.authenticator"),
        Setting("source.password"),
        Setting("source.private_key"),
        Setting("source.private_key_passphrase"),
        Setting("source.token"),
        Setting("source.role"),
        Setting("source.warehouse"),
        Setting("source.database"),
        Setting("source.schema"),
        Setting("source.host"),
        Setting("source.port"),
        Setting("source.protocol", builtIn: "https"),
        Setting("source.via", builtIn: "adbc"),
        Setting("source.driver_path"),
        Setting("source.narrow_integers", builtIn: "true"),
        Setting("source.url"),
    ]

    private static let target: [Setting] = [
        Setting("target.url"),
        Setting("target.session"),
        Setting("control.url", builtIn: "target.url"),
        Setting("defaults"),
    ]

    private static let tables: [Setting] = [
        Setting("tables.source"),
        Setting("tables.source.query"),
        Setting("tables.query"),
        Setting("tables.target"),
        Setting("tables.mode", builtIn: "replace", override: .mode),
        Setting("tables.chunk.by", builtIn: "auto"),
        Setting("tables.chunk.by.column"),
        Setting("tables.chunk.column"),
        Setting("tables.primary_key"),
        Setting("tables.where"),
        Setting("tables.columns.*.drop", builtIn: "false"),
        Setting("tables.columns.*.type"),
        Setting("tables.columns.*.expr"),
        Setting("tables.columns.*.mask"),
        Setting("tables.threads", builtIn: "8", override: .threads),
        Setting("tables.batch_rows", builtIn: "25000", override: .batchRows),
        Setting("tables.chunk_rows", builtIn: "500000", override: .chunkRows),
        Setting("tables.chunk_bytes", override: .chunkBytes),
        Setting("tables.max_retry_attempts", builtIn: "5", override: .maxRetryAttempts),
        Setting("tables.lambda_timeout_buffer_seconds", builtIn: "60", override: .lambdaTimeoutBufferSeconds),
        Setting("tables.stall_timeout_seconds", builtIn: "600", override: .stallTimeoutSeconds),
        Setting("tables.max_value_bytes", builtIn: "256MB", override: .maxValueBytes),
        Setting("tables.allow_truncate", builtIn: "false", override: .allowTruncate),
        Setting("tables.snapshot", builtIn: "auto"),
        Setting("tables.unlogged", builtIn: "false"),
        Setting("tables.definition", builtIn: "target"),
        Setting("tables.on_dependents", builtIn: "carry"),
        Setting("tables.watermark"),
        Setting("tables.partition_by"),
        Setting("tables.on_nul", builtIn: "fail"),
        Setting("tables.on_bad_row", builtIn: "fail"),
        Setting("tables.max_bad_rows"),
        Setting("tables.on_duplicate", builtIn: "fail"),
        Setting("tables.checks"),
    ]
}
