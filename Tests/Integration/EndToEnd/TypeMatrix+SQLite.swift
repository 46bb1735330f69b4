extension TypeMatrix {
    private static let text = Form(source: "hex(?)", target: "upper(encode(convert_to(?::text, 'UTF8'), 'hex'))")
    private static let bytes = Form(source: "hex(?)", target: "upper(encode(?, 'hex'))")
    private static let float = Form(
        source: "hex(ieee754_to_blob(?))", target: "upper(encode(float8send(?), 'hex'))")
    private static let integer = Form.both("CAST(? AS TEXT)")
    private static let micros = "CASE WHEN instr(?, '.') THEN ? ELSE ? || '.000000' END"

    /// Columns of a query have no declared scale, and arrive without trailing zeros.
    private static func scaled(_ digits: Int) -> Form {
        Form(source: "rtrim(rtrim(printf('%.\(digits)f', ?), '0'), '.')", target: "trim_scale(?)::text")
    }

    private static let texts = [
        "''", "' '", "'quote '' back \\ slash'", "'a' || char(10) || 'b' || char(13, 10, 9) || 'c'", "'NULL'", "'\\N'",
        "'é€😀' || char(1114111)", "'12'", "'X''41'''",
        "hex(zeroblob(4096))", "hex(zeroblob(40000))",
    ]
    private static let integers = ["-9223372036854775808", "9223372036854775807", "0", "-1", "9007199254740993"]
    private static let floats = [
        "0.1", "-0.0", "9e999", "-9e999", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308",
        "9007199254740993.0", "1e22", "-1", "1e15", "123456789012345.6", "3.0000000000000004",
    ]
    private static let dates = ["'0001-01-01'", "'9999-12-31'", "'2000-02-29'", "'1582-10-10'"]
    private static let stamps = [
        "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999999'", "'2000-02-29 23:59:59.000001'",
        "'1969-12-31 23:59:59.999999'",
    ]

    private static func column(_ type: String, _ ordinary: String, _ edges: [String], _ form: Form) -> Column {
        Column(type: type, ordinary: ordinary, edges: edges + ["NULL"], form: form)
    }

    static let sqlite = TypeMatrix(
        columns: integerColumns + floatColumns + textColumns + blobColumns + decimals + others,
        numbers:
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(ordinaryRows)) SELECT i FROM n)"
    )

    private static let integerColumns: [Column] =
        ["INTEGER", "INT", "TINYINT", "SMALLINT", "MEDIUMINT", "BIGINT", "INT2", "INT8", "UNSIGNED BIG INT"]
        .map { column($0, "i * 1000003 - 1500000000", integers, integer) }

    private static let floatColumns: [Column] =
        ["REAL", "DOUBLE", "DOUBLE PRECISION", "FLOAT"].map { column($0, "i / 7.0", floats, float) }

    private static let textColumns: [Column] =
        ["CHAR(10)", "CHARACTER(20)", "VARCHAR(255)", "NCHAR(55)", "NVARCHAR(100)", "TEXT", "CLOB"].map { type in
            let megabytes = type == "TEXT" ? ["replace(hex(zeroblob(300000)), '00', 'é€😀')"] : []
            return column(type, "'row ' || i || ' é€😀'", texts + megabytes, text)
        }

    private static let blobColumns: [Column] = ["BLOB", "VARBINARY(20)", "BYTEA"].map { type in
        let long = type == "BLOB" ? "zeroblob(3000000)" : "zeroblob(300)"
        let edges = ["X''", "X'00'", "X'00FF5C27'", long, "randomblob(300)", "X'58274127'"]
        return column(type, "CAST('b' || i AS BLOB)", edges, bytes)
    }

    private static let decimals: [Column] = [
        column("", "'untyped ' || i", texts, text),
        column("BOOLEAN", "i % 2", ["0", "1"], Form(source: "CAST(? AS TEXT)", target: "?::int::text")),
        column(
            "DECIMAL(15,2)", "i / 4.0", ["9999999999999.99", "-9999999999999.99", "0", "0.1", "-0.01"],
            scaled(2)),
        column("NUMERIC(10,4)", "i / 16.0", ["999999.9999", "-0.0001", "0.3"], scaled(4)),
        column("NUMERIC(18)", "i * 1000000007", ["999999999999999999", "-999999999999999999"], integer),
        column("NUMERIC", "i", ["9223372036854775807", "-1"], integer),
        column("NUMBER(38,0)", "i", ["9223372036854775807", "-9223372036854775808"], integer),
        // Stored as texts, since SQLite keeps only 15 digits of a decimal.
        column(
            "TEXT", "i || '.' || i",
            ["'\(String(repeating: "9", count: 38))'", "'NaN'", "'-Infinity'", "'1e-500'"],
            Form(source: "?", target: "CASE ? WHEN 1e-500 THEN '1e-500' ELSE ?::text END")),
    ]

    private static let others: [Column] = [
        column(
            "DATE", "date('2000-01-01', '+' || i || ' days')", dates,
            Form(source: "?", target: "to_char(?, 'YYYY-MM-DD')")),
        column(
            "TIME", "time('00:00', '+' || i || ' seconds')", ["'23:59:59.999999'", "'00:00:00'", "'24:00:00'"],
            Form(source: micros, target: "to_char(?, 'HH24:MI:SS.US')")),
        column(
            "DATETIME", "datetime('2000-01-01', '+' || i || ' hours')", stamps,
            Form(source: micros, target: "to_char(?, 'YYYY-MM-DD HH24:MI:SS.US')")),
        column(
            "TIMESTAMP", "datetime('2000-01-01', '+' || i || ' hours') || '.123456'", stamps,
            Form(source: micros, target: "to_char(?, 'YYYY-MM-DD HH24:MI:SS.US')")),
        column(
            "TIMESTAMPTZ", "datetime('2000-01-01', '+' || i || ' hours') || '+00'",
            ["'2024-10-27 01:30:00+00'", "'0001-01-01 00:00:00+00'", "'9999-12-31 23:59:59+00'"],
            Form(source: "?", target: "to_char(? AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'")),
        column(
            "UUID", "printf('%08x-0000-4000-8000-%012x', i, i)",
            ["'00000000-0000-0000-0000-000000000000'", "'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'"],
            Form(source: "lower(?)", target: "?::text")),
        column(
            "GUID", "printf('{%08x-0000-4000-8000-%012x}', i, i)", ["'123e4567e89b12d3a456426614174000'"],
            Form(
                source: "replace(replace(replace(?, '-', ''), '{', ''), '}', '')",
                target: "replace(?::text, '-', '')")),
        column(
            "JSON", "'{\"i\": ' || i || '}'",
            ["'{\"b\":1, \"a\": [1.50, null, \"é😀\\u0000\"]}'", "'null'", "'[]'", "'\"\"'"],
            text),
        column("YEAR", "1900 + i % 200", ["0", "9999"], integer),
        column("GEOGRAPHY", "'POINT(' || i || ' 1)'", ["'é'", "''"], text),
    ]
}
