import Model

extension Setting {
    static let source: [Setting] = [sourceType, odbc, postgres, adbc, snowflake, sourceOfAnyKind].flatMap(\.self)

    private static let sourceType: [Setting] = [
        Setting("source", .section, "The database that is read.", isRequired: true),
        Setting(
            "source.type", .words(SourceKind.self), "The way into the source.",
            details: "`postgres`: PostgreSQL by its own protocol; see below.", isRequired: true),
    ]

    private static let odbc: [Setting] = [
        Setting(
            "source.connection", .text("text"), "The ODBC connection string, with `Driver` or `DSN`.",
            details: "A value with `;` or braces stands in `{braces}`, `}` doubled.", of: [.odbc], isRequired: true,
            isSecret: true)
    ]

    private static let postgres: [Setting] = [
        Setting(
            "source.url", .text("text"), "The database that is read, written as `target.url`.",
            details: "A standby will do.", of: [.postgres], isRequired: true, isSecret: true)
    ]

    private static let adbc: [Setting] = [
        Setting(
            "source.driver", .text("path or name"),
            "The ADBC driver: its library's path, or a name to look up, `sqlite` or `adbc_driver_sqlite`.",
            details: "See below.", of: [.adbc], isRequired: true),
        Setting(
            "source.entrypoint", .text("name"), "The function of the library that fills the driver's table.",
            details: """
                Needed if it is named neither after the file (`libadbc_driver_sqlite.so`: \
                `AdbcDriverSqliteInit`) nor `AdbcDriverInit`.
                """,
            of: [.adbc], otherwise: "by convention"),
        Setting(
            "source.options", .texts, "The driver's options for its database, by its own names.",
            details: "`{uri: \"postgresql://reader@db/shop\", password: \"${SHOP_PASSWORD}\"}`.",
            of: [.adbc, .snowflake], isSecret: true),
        Setting(
            "source.connection_options", .texts, "The driver's options for a connection.", of: [.adbc], isSecret: true),
        Setting(
            "source.statement_options", .texts,
            "The driver's options for each statement, such as the size of its batches.",
            details: "They win over Snowmelt's own.", of: [.adbc], isSecret: true),
    ]

    private static let snowflake: [Setting] = [
        Setting(
            "source.account", .text("name"), "The account: `myorg-myaccount`.",
            details: "[snowflake.md](snowflake.md) says more on all of these.", of: [.snowflake], isRequired: true),
        Setting(
            "source.user", .text("name"), "Who logs in; an OAuth token can do without.", of: [.snowflake],
            otherwise: "required, but for an OAuth token"),
        Setting(
            "source.authenticator", .choice(["password", "key_pair", "oauth", "programmatic_access_token"]),
            "What `password`, `private_key` or `token` is.",
            details: "A `token` is one of OAuth unless this says otherwise.", of: [.snowflake],
            otherwise: "by the key that is given"),
        Setting(
            "source.password", .text("text"), "The user's password.",
            details: "One of `password`, `private_key` and `token` has to be there.", of: [.snowflake], isSecret: true),
        Setting(
            "source.private_key", .text("path, or text in PEM"), "The private key of a key pair.", of: [.snowflake],
            isSecret: true),
        Setting(
            "source.private_key_passphrase", .text("text"), "What an encrypted private key is opened by.",
            of: [.snowflake], isSecret: true),
        Setting(
            "source.token", .text("text"), "An OAuth or programmatic access token.", of: [.snowflake], isSecret: true),
        Setting("source.role", .text("name"), "The role that reads.", of: [.snowflake], otherwise: "the user's"),
        Setting(
            "source.warehouse", .text("name"), "What runs the statements.", of: [.snowflake], otherwise: "the user's"),
        Setting(
            "source.database", .text("name"), "The database whose tables are read.", of: [.snowflake],
            isRequired: true),
        Setting(
            "source.schema", .text("name"), "The schema of names that are given without one.", of: [.snowflake]),
        Setting(
            "source.host", .text("name"), "Where the account is, on a private link.", of: [.snowflake],
            otherwise: "by the account"),
        Setting("source.port", .integer(1...65_535), "The port there.", of: [.snowflake], otherwise: "by the protocol"),
        Setting(
            "source.protocol", .choice(["https", "http"]), "`http` is for a proxy on the same host only.",
            of: [.snowflake], builtIn: "https"),
        Setting(
            "source.via", .words(SnowflakeConfiguration.Route.self), "The kind of driver.", of: [.snowflake],
            builtIn: "adbc"),
        Setting(
            "source.driver_path", .text("path or name"), "The driver's library; for ODBC its registered name will do.",
            of: [.snowflake], otherwise: "the usual one"),
        Setting(
            "source.narrow_integers", .boolean,
            "Whether whole numbers become `bigint` where all of a column's values fit.", of: [.snowflake],
            builtIn: "true"),
    ]

    private static let sourceOfAnyKind: [Setting] = [
        Setting(
            "source.snapshot", .words(SnapshotMode.self),
            "Whether all chunks of a table read one point in time, where the source can give one.", builtIn: "auto"),
        Setting(
            "source.dialect", .words(SourceDialect.self), "Whose SQL the source is asked in.",
            details: """
                `auto`: SQLite, PostgreSQL, MariaDB, MySQL and Snowflake in their own, others in standard SQL. \
                `ansi`: standard SQL and the driver's catalogue functions for these too; see below.
                """,
            of: [.odbc, .adbc], builtIn: "auto"),
        Setting(
            "source.max_connections", .integer(1...100_000), "Connections to the source, over all workers.",
            details: "The coordinator has one or two of its own while it plans and verifies.", otherwise: "no limit",
            isOverridable: true),
        Setting(
            "source.breaker_failures", .integer(2...1_000),
            "Failures of the source in a row, over all workers, that open its circuit breaker.",
            details: """
                Counted are connections that break or can't be made, and logins that are refused after they had \
                worked. While it is open nobody connects or claims, and chunks' attempts don't count.
                """,
            builtIn: "5"),
        Setting(
            "source.breaker_rest_seconds", .integer(1...86_400),
            "Seconds that the breaker stays open before one slot tries the source again.",
            details: "Twice as long each time in a row, up to 600 seconds, or this if it is longer.", builtIn: "30"),
    ]
}
