/// The SQL statements in which the systems differ.
enum SourceSystem {
    case sqlite, postgres, mariaDB, snowflake

    func quoted(_ name: String) -> String {
        let mark: Character = self == .mariaDB ? "`" : "\""
        return String(mark) + name.flatMap { $0 == mark ? [$0, $0] : [$0] } + String(mark)
    }

    /// Three rows with one text, in no particular order.
    static let few = "SELECT 'a' AS c UNION ALL SELECT 'b' UNION ALL SELECT 'c'"

    /// Rows with one long text, more than a driver or a network buffers at once.
    var many: String {
        switch self {
        case .sqlite:
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
            SELECT printf('%0100d', i) AS c FROM n
            """
        case .postgres: "SELECT repeat('x', 100) AS c FROM generate_series(1, 200000)"
        case .mariaDB: "SELECT REPEAT('x', 100) AS c FROM seq_1_to_200000"
        case .snowflake: "SELECT REPEAT('x', 100) AS C FROM TABLE(GENERATOR(ROWCOUNT => 20000))"
        }
    }

    /// One row with a text that takes minutes to arrive, or about a second if `brief`.
    func slow(brief: Bool) -> String {
        switch self {
        case .sqlite:
            """
            SELECT CAST(count(*) AS TEXT) AS c FROM (WITH RECURSIVE n(i) AS (
            SELECT 1 UNION ALL SELECT i + 1 FROM n\(brief ? " WHERE i < 4000000" : "")) SELECT i FROM n) WHERE i < 0
            """
        case .postgres: "SELECT pg_sleep(600)::text AS c"
        case .mariaDB: "SELECT SLEEP(600) AS c"
        // A fault of the emulator makes this statement wait.
        case .snowflake: "SELECT COUNT(*)::VARCHAR AS WAITS_FOR_CANCEL FROM TABLE(GENERATOR(ROWCOUNT => 1))"
        }
    }

    /// The columns of the table of values: name, type and values, without the rows that are all NULL.
    var values: [(name: String, type: String, values: [String])] {
        let texts = self == .sqlite ? "text" : self == .postgres ? "text" : "varchar(100)"
        let flags: (String, [String]) =
            switch self {
            case .sqlite: ("boolean", ["1", "0"])
            case .postgres, .snowflake: ("boolean", ["true", "false"])
            case .mariaDB: ("bit(1)", ["b'1'", "b'0'"])
            }
        let bytes: (String, [String]) =
            switch self {
            case .sqlite: ("blob", ["X'00ff41'", "X''"])
            case .postgres: ("bytea", ["'\\x00ff41'", "''"])
            case .mariaDB: ("varbinary(20)", ["X'00ff41'", "''"])
            case .snowflake: ("binary", ["TO_BINARY('00FF41', 'HEX')", "TO_BINARY('', 'HEX')"])
            }
        let instants =
            switch self {
            case .sqlite, .postgres: "timestamp"
            case .mariaDB: "datetime(6)"
            case .snowflake: "timestamp_ntz(6)"
            }
        return [
            ("whole", "bigint", ["9223372036854775807", "-9223372036854775808"]),
            ("amount", "decimal(12,3)", ["12345.678", "-0.001"]),
            ("ratio", self == .snowflake || self == .mariaDB ? "double" : "double precision", ["1.5", "-0.1"]),
            ("label", texts, ["'é€😀 ''x''\n'", "''"]), ("flag", flags.0, flags.1), ("body", bytes.0, bytes.1),
            ("day", "date", ["'2024-02-29'", "'1001-01-01'"]),
            ("seen", instants, ["'2024-02-29 12:34:56.123456'", "'1999-12-31 23:59:59.000001'"]),
        ]
    }

    /// The same values as PostgreSQL prints them.
    static let printedValues: [[String?]] = [
        [
            "1", "9223372036854775807", "12345.678", "1.5", "é€😀 'x'\n", "true", "\\x00ff41", "2024-02-29",
            "2024-02-29 12:34:56.123456",
        ],
        [
            "2", "-9223372036854775808", "-0.001", "-0.1", "", "false", "\\x", "1001-01-01",
            "1999-12-31 23:59:59.000001",
        ],
        ["3"] + [String?](repeating: nil, count: 8),
    ]
}
