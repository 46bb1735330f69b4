package import Model

/// The SQL of PostgreSQL and its relatives.
package struct PostgreSQLDialect: CatalogueDialect {
    package var name: String { "PostgreSQL" }
    package var enforcesPrimaryKeys: Bool { true }

    package init() {}

    /// The driver invents 28 digits for a numeric without limits, 6 of them after the point.
    ///
    /// It converts a real through its shortest decimal to the nearest double, which isn't the real's value. The server
    /// prints dates and times. The driver's own cursors (`UseDeclareFetch`) crash the process if the connection is lost
    /// in the middle of a page; seen in versions 13.02 to 18.
    package static let odbcTraits = ODBCTraits(
        madeUpPrecision: 28, readsRealsAsTexts: true, readsTimesAsTexts: true, serverCursor: ServerCursor())

    /// Behind a pooler, another client may get the session after each transaction, so settings last for one only.
    package var readTransaction: ReadTransaction? {
        // Formats that drivers and readers of results rely on, and no limit that would end a long transaction.
        let settings = [
            ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "postgres"), ("extra_float_digits", "1"),
            ("bytea_output", "hex"), ("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "10min"),
            // A cursor is read to its end.
            ("cursor_tuple_fraction", "1"),
        ]
        let calls = settings.map { "pg_catalog.set_config('\($0.0)', '\($0.1)', true)" }
        // Exists since version 17.
        let limit = """
            CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL \
            THEN pg_catalog.set_config('transaction_timeout', '0', true) END
            """
        return ReadTransaction(
            beginning: ["BEGIN READ ONLY", "SELECT \((calls + [limit]).joined(separator: ", "))"], end: "ROLLBACK")
    }

    /// The cluster, which standbys share, and the database.
    package var identityQuery: String? {
        "SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::pg_catalog.text || '/' || "
            + "oid::pg_catalog.text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()"
    }

    /// A table whose descendants are copied as separate tables is read without their rows.
    package func from(_ table: SourceTable) -> String {
        let name = quoted(table.name)
        switch table.reach {
        case nil: return name
        case .itself: return "ONLY \(name)"
        case .without(let others):
            let list = others.map { "\(text(quoted($0)))::pg_catalog.regclass" }.joined(separator: ", ")
            // Aliased to its own name, so that the user's conditions can use it.
            return "(SELECT * FROM \(name) WHERE tableoid NOT IN (\(list))) AS \(quoted(table.name.name))"
        }
    }

    package func quoted(_ identifier: String) -> String {
        SQLText.quoted(identifier, by: "\"")
    }

    /// The server prints dates and times: drivers read `infinity` as 9999, and lose BC and years beyond 9999.
    package func readExpression(_ column: SourceColumn) -> String {
        switch column.type {
        // An oid, which the ADBC driver treats as a signed number.
        case .integer(_, signed: false): "\(quoted(column.name))::bigint"
        case .boolean, .integer, .float32, .float64, .decimal, .text, .binary: quoted(column.name)
        default: "\(quoted(column.name))::text"
        }
    }

    /// Types that sort and compare by the same B-tree operators.
    ///
    /// Excludes look-alikes of a known type: enums, domains and extension types are `other`.
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

    /// A text literal that means the same whether or not the server treats backslashes as escapes.
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
            // char(n) compares without its trailing blanks; text wouldn't.
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
