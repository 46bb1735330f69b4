extension Setting {
    /// Settings of the target, the control database and all tables.
    static let target: [Setting] = [
        Setting("target", .section, "The database that receives the rows.", isRequired: true),
        Setting(
            "target.url", .text("text"), "The database that receives the rows: a libpq URL or `key=value` string.",
            details: """
                `postgresql://user@host:5432/database?sslmode=require`. Write an `@`, `/` or `?` in a user or \
                password as `%40`, `%2F` or `%3F`.
                """,
            isRequired: true, isSecret: true, effect: .atOnce),
        Setting(
            "target.session", .texts, "Server settings of the transactions that load chunks and publish tables.",
            details: "`{work_mem: 64MB, synchronous_commit: \"off\"}`.", otherwise: "see below", effect: .atOnce),
        Setting("control", .section, "The database that holds the work table."),
        Setting(
            "control.url", .text("text"), "The database that holds the work table.",
            details: "A separate one is better for a busy target.", otherwise: "`target.url`", isSecret: true,
            effect: .atOnce),
        Setting("defaults", .section, "Settings of all tables; an entry of `tables` can override them."),
    ]
}
