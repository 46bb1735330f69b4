package import Model

/// PostgreSQL and its relatives.
package struct PostgreSQLDialect: CatalogueDialect {
    package var name: String { "PostgreSQL" }
    package var enforcesPrimaryKeys: Bool { true }

    package init() {}

    /// The driver makes up 28 digits for a numeric without limits, 6 of them after the point.
    ///
    /// It makes the double next to a real's shortest decimal, which is no real. Dates and times are printed by the server.
    /// Its own cursors (`UseDeclareFetch`) end the process when the connection is lost amid a page's rows: versions 13.02
    /// to 18.
    package static let odbcTraits = ODBCTraits(
        madeUpPrecision: 28, readsRealsAsTexts: true, readsTimesAsTexts: true, serverCursor: ServerCursor())

    /// Behind a pooler a session is somebody else's after each transaction: nothing is set beyond one.
    package var readTransaction: ReadTransaction? {
        // As drivers and the readers of results rely on, and no limit that would cut what is only long.
        let settings = [
            ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "postgres"), ("extra_float_digits", "1"),
            ("bytea_output", "hex"), ("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "10min"),
            // A cursor is read to its end.
            ("cursor_tuple_fraction", "1"),
        ]
        let calls = settings.map { "pg_catalog.set_config('\($0.0)', '\($0.1)', true)" }
        // From version 17 on.
        let limit = """
            CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL \
            THEN pg_catalog.set_config('transaction_timeout', '0', true) END
            """
        return ReadTransaction(
            beginning: ["BEGIN READ ONLY", "SELECT \((calls + [limit]).joined(separator: ", "))"], end: "ROLLBACK")
    }

    /// The cluster, which its standbys share, and the database.
    package var identityQuery: String? {
        "SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::pg_catalog.text || '/' || "
            + "oid::pg_catalog.text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()"
    }

    /// A table whose descendants are copied as tables of their own is read without their rows.
    package func from(_ table: SourceTable) -> String {
        let name = quoted(table.name)
        switch table.reach {
        case nil: return name
        case .itself: return "ONLY \(name)"
        case .without(let others):
            let list = others.map { "\(text(quoted($0)))::pg_catalog.regclass" }.joined(separator: ", ")
            // Its own name, so that the user's conditions may say it.
            return "(SELECT * FROM \(name) WHERE tableoid NOT IN (\(list))) AS \(quoted(table.name.name))"
        }
    }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: "\"")
    }

    /// Dates and times are printed by the server: drivers read `infinity` as 9999, and lose BC and years beyond 9999.
    package func readExpression(_ column: SourceColumn) -> String {
        switch column.type {
        // An oid, which ADBC's driver takes for a number with a sign.
        case .integer(_, signed: false): "\(quoted(column.name))::bigint"
        case .boolean, .integer, .float32, .float64, .decimal, .text, .binary: quoted(column.name)
        default: "\(quoted(column.name))::text"
        }
    }

    /// Types whose order is that of their B-tree operators, by which they are compared, too.
    ///
    /// Not for what only looks like a known type: enums, domains and types of extensions are `other`.
    package func canRange(_ column: SourceColumn) -> Bool {
        switch column.type {
        case .boolean, .integer, .float32, .float64, .decimal, .text, .binary, .date, .time, .timestamp, .uuid: true
        case .json, .interval, .other: false
        }
    }

    package func boundText(_ expression: String, _ column: SourceColumn) -> String {
        "(\(expression))::text"
    }

    package func literal(_ bound: String, _ column: SourceColumn) -> String {
        "\(text(bound))::\(castType(column))"
    }

    /// A text literal that means the same whether or not the server takes backslashes for escapes.
    private func text(_ value: String) -> String {
        guard value.contains("\\") else { return SQLText.quoted(value, by: "'") }
        let doubled = String(SQLText.quoted(value, by: "\\").dropFirst().dropLast())
        return "E" + SQLText.quoted(doubled, by: "'")
    }

    private func castType(_ column: SourceColumn) -> String {
        switch column.type {
        case .boolean: return "boolean"
        case .integer(_, signed: false): return "oid"
        case .integer(let bits, _): return bits <= 16 ? "smallint" : bits == 32 ? "integer" : "bigint"
        case .float32: return "real"
        case .float64: return "double precision"
        case .decimal: return "numeric"
        case .binary: return "bytea"
        case .date: return "date"
        case .time: return "time"
        case .timestamp(let zoned): return zoned ? "timestamptz" : "timestamp"
        case .uuid: return "uuid"
        case .text, .json, .interval, .other:
            // char(n) compares without its trailing blanks, as text wouldn't.
            let (name, _, _) = SQLText.parts(ofType: column.declaredType)
            return ["character", "char", "bpchar"].contains(name) ? "bpchar" : "text"
        }
    }

    package func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        guard !columns.isEmpty else { return nil }
        let row = columns.map { quoted($0.name) }.joined(separator: ", ")
        return "((hashtext(ROW(\(row))::text)::bigint & 2147483647) % \(buckets))"
    }
}
