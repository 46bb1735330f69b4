import Model

extension Setting {
    static let source: [Setting] = [sourceType, odbc, postgres, adbc, snowflake, sourceOfAnyKind].flatMap(\.self)

    private static let sourceType: [Setting] = [
        Setting("source", .section, "The database that is read.", isRequired: true),
        Setting(
            "source.type", .words(SourceKind.self), "How the source is read.",
            details: "`postgres` reads PostgreSQL through its own protocol; see below.", isRequired: true),
    ]

    private static let odbc: [Setting] = [
        Setting(
            "source.connection", .text("text"), "The ODBC connection string, with `Driver` or `DSN`.",
            details: "Put a value with `;` or braces in `{braces}`, with `}` doubled.", of: [.odbc], isRequired: true,
            isSecret: true, effect: .atOnce)
    ]

    private static let postgres: [Setting] = [
        Setting(
            "source.url", .text("text"), "The database to read, in the form of `target.url`.",
            details: "It may be a standby.", of: [.postgres], isRequired: true, isSecret: true, effect: .atOnce)
    ]

    private static let adbc: [Setting] = [
        Setting(
            "source.driver", .text("path or name"),
            "The ADBC driver: its library's path, or a name to look up, `sqlite` or `adbc_driver_sqlite`.",
            details: "See below.", of: [.adbc], isRequired: true, effect: .atOnce),
        Setting(
            "source.entrypoint", .text("name"), "The library's function that fills the driver's function table.",
            details: """
                Needed if it is named neither after the file (`libadbc_driver_sqlite.so`: \
                `AdbcDriverSqliteInit`) nor `AdbcDriverInit`.
                """,
            of: [.adbc], otherwise: "by convention", effect: .atOnce),
        Setting(
            "source.options", .texts, "The driver's options for its database, under the driver's own names.",
            details: "`{uri: \"postgresql://reader@db/shop\", password: \"${SHOP_PASSWORD}\"}`.",
            of: [.adbc, .snowflake], isSecret: true, effect: .atOnce),
        Setting(
            "source.connection_options", .texts, "The driver's options for each connection.", of: [.adbc],
            isSecret: true, effect: .atOnce),
        Setting(
            "source.statement_options", .texts,
            "The driver's options for each statement, such as the size of its batches.",
            details: "They override Snowmelt's own.", of: [.adbc], isSecret: true, effect: .atOnce),
    ]

    private static let snowflake: [Setting] = [
        Setting(
            "source.account", .text("name"), "The account: `myorg-myaccount`.",
            details: "[snowflake.md](snowflake.md) explains all Snowflake settings.", of: [.snowflake], isRequired: true
        ),
        Setting(
            "source.user", .text("name"), "The user who logs in; not needed with an OAuth token.", of: [.snowflake],
            otherwise: "required, except with an OAuth token", effect: .atOnce),
        Setting(
            "source.authenticator", .choice(["password", "key_pair", "oauth", "programmatic_access_token"]),
            "The kind of credential in `password`, `private_key` or `token`.",
            details: "By default, a `token` is an OAuth token.", of: [.snowflake],
            otherwise: "by the credential that is given", effect: .atOnce),
        Setting(
            "source.password", .text("text"), "The user's password.",
            details: "One of `password`, `private_key` and `token` is required.", of: [.snowflake], isSecret: true,
            effect: .atOnce),
        Setting(
            "source.private_key", .text("path, or text in PEM"), "The private key of a key pair.", of: [.snowflake],
            isSecret: true, effect: .atOnce),
        Setting(
            "source.private_key_passphrase", .text("text"), "The passphrase of an encrypted private key.",
            of: [.snowflake], isSecret: true, effect: .atOnce),
        Setting(
            "source.token", .text("text"), "An OAuth or programmatic access token.", of: [.snowflake], isSecret: true,
            effect: .atOnce),
        Setting(
            "source.role", .text("name"), "The role to use.", of: [.snowflake], otherwise: "the user's", effect: .atOnce
        ),
        Setting(
            "source.warehouse", .text("name"), "The warehouse that runs the statements.", of: [.snowflake],
            otherwise: "the user's", effect: .atOnce),
        Setting(
            "source.database", .text("name"), "The database whose tables are read.", of: [.snowflake],
            isRequired: true),
        Setting(
            "source.schema", .text("name"), "The schema of unqualified names.", of: [.snowflake]),
        Setting(
            "source.host", .text("name"), "The account's host name, if it is reached over a private link.",
            of: [.snowflake],
            otherwise: "by the account", effect: .atOnce),
        Setting(
            "source.port", .integer(1...65_535), "The port on that host.", of: [.snowflake],
            otherwise: "by the protocol", effect: .atOnce),
        Setting(
            "source.protocol", .choice(["https", "http"]),
            "The protocol; use `http` only for a proxy on the same host.",
            of: [.snowflake], builtIn: "https", effect: .atOnce),
        Setting(
            "source.via", .words(SnowflakeConfiguration.Route.self), "The kind of driver.", of: [.snowflake],
            builtIn: "adbc", effect: .atOnce),
        Setting(
            "source.driver_path", .text("path or name"), "The driver's library, or for ODBC its registered name.",
            of: [.snowflake], otherwise: "the default driver", effect: .atOnce),
        Setting(
            "source.narrow_integers", .boolean,
            "Whether whole numbers become `bigint` if all values of the column fit.", of: [.snowflake],
            builtIn: "true"),
        Setting(
            "source.request_timeout_seconds", .integer(1...86_400),
            "How long the ADBC driver repeats a request that fails, to Snowflake or for a part of a result.",
            details: "A statement may run for longer.", of: [.snowflake], builtIn: "60"),
    ]

    private static let sourceOfAnyKind: [Setting] = [
        Setting(
            "source.snapshot", .words(SnapshotMode.self),
            "Whether all chunks of a table read the same point in time, if the source supports that.", builtIn: "auto"),
        Setting(
            "source.dialect", .words(SourceDialect.self), "The SQL dialect used to query the source.",
            details: """
                `auto`: the own dialect of SQLite, PostgreSQL, MariaDB, MySQL and Snowflake, standard SQL for others. \
                `ansi`: standard SQL and the driver's catalogue functions for these too; see below.
                """,
            of: [.odbc, .adbc], builtIn: "auto"),
        Setting(
            "source.max_connections", .integer(1...100_000), "Maximum connections to the source, over all workers.",
            details: "The coordinator uses one or two more while it plans and verifies.", otherwise: "no limit",
            isOverridable: true, effect: .atOnce),
        Setting(
            "source.breaker_failures", .integer(2...1_000),
            "Number of consecutive source failures, over all workers, that opens its circuit breaker.",
            details: """
                Counts connections that break or can't be made. While the breaker is open no worker connects or \
                claims, and attempts don't count. A refused login ends the worker instead.
                """,
            builtIn: "5", effect: .atOnce),
        Setting(
            "source.breaker_rest_seconds", .integer(1...86_400),
            "Seconds that the breaker stays open before one slot tries the source again.",
            details: "Doubles with each consecutive opening, up to 600 seconds, or this value if it is longer.",
            builtIn: "30", effect: .atOnce),
    ]
}
