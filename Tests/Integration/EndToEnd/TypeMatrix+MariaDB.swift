extension TypeMatrix {
    private static let number = Form(source: "CAST(? AS CHAR)", target: "?::text")
    private static let text = Form(
        source: "HEX(CONVERT(? USING utf8mb4))", target: "upper(encode(convert_to(?::text, 'UTF8'), 'hex'))")
    private static let bytes = Form(source: "HEX(?)", target: "upper(encode(?, 'hex'))")
    private static let float = Form(
        source: "CAST(CAST(? AS DOUBLE) AS CHAR)", target: "(?::float8)::text", isFloat: true)
    private static let stamp = Form(
        source: "DATE_FORMAT(?, '%Y-%m-%d %H:%i:%s.%f')", target: "to_char(?, 'YYYY-MM-DD HH24:MI:SS.US')")
    private static let zonedStamp = Form(
        source: "DATE_FORMAT(?, '%Y-%m-%d %H:%i:%s.%f')",
        target: "to_char(? AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')")
    private static let clock = Form(
        source: "TIME_FORMAT(?, '%H:%i:%s.%f')", target: "to_char(?, 'HH24:MI:SS.US')")

    private static func column(_ type: String, _ ordinary: String, _ edges: [String], _ form: Form) -> Column {
        Column(type: type, ordinary: ordinary, edges: edges + ["NULL"], form: form)
    }

    private static func integer(_ type: String, _ lowest: String, _ highest: String, _ ordinary: String) -> Column {
        column(type, ordinary, [lowest, highest, "0"], number)
    }

    private static func longText(_ type: String, _ extra: String...) -> Column {
        column(
            type, "CONCAT('row ', i, ' é€😀')",
            [
                "''", "' '", "'quote '' back \\\\ slash'", "'a\\nb\\r\\n\\tc'", "'NULL'", "'\\\\N'", "'é€😀'",
                "CHAR(0x7F)",
                "CONVERT(X'F48FBFBF' USING utf8mb4)",
            ] + extra, text)
    }

    private static func blob(_ type: String, _ extra: String...) -> Column {
        column(type, "UNHEX(LEFT(MD5(i), 8))", ["''", "X'00000000'", "X'00FF5C27'"] + extra, bytes)
    }

    static let mariaDB = TypeMatrix(
        columns: numbers + texts + times, numbers: "(SELECT CAST(seq AS SIGNED) AS i FROM seq_1_to_\(ordinaryRows)) n")

    private static let nines = String(repeating: "9", count: 38)

    private static let numbers: [Column] = [
        integer("TINYINT", "-128", "127", "i % 200 - 100"),
        integer("TINYINT UNSIGNED", "0", "255", "i % 256"),
        integer("BOOL", "-128", "127", "i % 2"),
        integer("SMALLINT", "-32768", "32767", "i"),
        integer("SMALLINT UNSIGNED", "0", "65535", "i * 20"),
        integer("MEDIUMINT", "-8388608", "8388607", "i"),
        integer("MEDIUMINT UNSIGNED", "0", "16777215", "i"),
        integer("INT", "-2147483648", "2147483647", "i * 1000 - 1500000"),
        integer("INT UNSIGNED", "0", "4294967295", "i * 1000000"),
        integer("INT(5) UNSIGNED ZEROFILL", "0", "4294967295", "i").unfilled,
        integer("BIGINT", "-9223372036854775808", "9223372036854775807", "i * 1000000007"),
        integer("BIGINT UNSIGNED", "0", "18446744073709551615", "i * 1000000007"),
        column("BIT", "i % 2", ["0", "1"], Form(source: "CAST(? + 0 AS CHAR)", target: "?::int::text")),
        column("BIT(8)", "i % 256", ["0", "255"], Form(source: "CAST(? + 0 AS CHAR)", target: "?::text")),
        column("BIT(64)", "i", ["0", "18446744073709551615"], Form(source: "CAST(? + 0 AS CHAR)", target: "?::text")),
        column(
            "FLOAT", "i / 7",
            [
                "0.1", "-0.0e0", "3.4028234663852886e38", "-3.4028234663852886e38", "1.17549435e-38", "16777217",
                "1e-45",
            ], float),
        column(
            "DOUBLE", "SQRT(i)",
            [
                "0.1", "-0.0e0", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308", "9007199254740993",
                "1e22",
            ],
            float),
        column("DECIMAL(38,0)", "i", [nines, "-\(nines)", "0"], number),
        column(
            "DECIMAL(38,37)", "i / 1000",
            ["9.\(nines.dropFirst())", "-9.\(nines.dropFirst())", "0.\(String(repeating: "0", count: 36))1"],
            number),
        column("DECIMAL(65,30)", "i / 7", ["\(nines.dropLast(3)).\(nines.dropLast(8))", "-0.1"], number),
        column("DECIMAL(10,2) UNSIGNED", "i / 4", ["0", "99999999.99"], number),
        integer("YEAR", "1901", "2155", "1950 + i % 200").unfilled,
    ]

    private static let texts: [Column] = [
        longText("CHAR(30)"), longText("VARCHAR(50)"), longText("TINYTEXT"), longText("TEXT", "REPEAT('a', 65535)"),
        longText("MEDIUMTEXT", "REPEAT('é€😀', 300000)", "REPEAT('b', 8192)"),
        longText("LONGTEXT", "REPEAT('😀', 20000)", "REPEAT('c', 3000000)"),
        column("VARCHAR(20) CHARACTER SET latin1", "CONCAT('é', i)", ["''", "'ÿ€'"], text),
        column("VARCHAR(20) CHARACTER SET utf16", "CONCAT('é', i)", ["''", "'😀'"], text),
        column("VARCHAR(20) CHARACTER SET ascii", "CONCAT('a', i)", ["''", "'~'"], text),
        column("ENUM('sad', 'o''k', 'happy 😀', '')", "1 + i % 4", ["'o''k'", "'happy 😀'", "''"], text),
        column("SET('a', 'b', 'ü')", "i % 8", ["''", "'a,ü'"], text),
        column(
            "JSON", "JSON_OBJECT('i', i)", ["'{\"b\": 1, \"a\": [1.50, null, \"é😀\\\\u0000\"]}'", "'null'", "'\"\"'"],
            text),
        blob("BINARY(4)"), blob("VARBINARY(20)", "X'27'"), blob("TINYBLOB"), blob("BLOB"),
        blob("MEDIUMBLOB", "REPEAT(X'00FF', 1500000)"), blob("LONGBLOB", "REPEAT(X'5C', 70000)"),
        column(
            "UUID", "CONCAT(LPAD(HEX(i), 8, '0'), '-0000-4000-8000-000000000000')",
            ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
            number),
        column("INET6", "'::1'", ["'ffff::1'", "'::ffff:10.0.0.1'"], number),
        column("INET4", "'10.0.0.1'", ["'255.255.255.255'"], number),
    ]

    private static let times: [Column] = [
        column("DATE", "DATE'2000-01-01' + INTERVAL i DAY", ["'0001-01-01'", "'9999-12-31'", "'2000-02-29'"], number),
        column("TIME", "SEC_TO_TIME(i)", ["'00:00:00'", "'23:59:59'", "'24:00:00'"], clock),
        column(
            "TIME(6)", "SEC_TO_TIME(i + 0.000001)", ["'23:59:59.999999'", "'00:00:00.000001'", "'24:00:00'"], clock),
        column(
            "DATETIME", "TIMESTAMP'2000-01-01 00:00:00' + INTERVAL i HOUR",
            ["'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'"], stamp),
        column(
            "DATETIME(3)", "TIMESTAMP'2000-01-01 00:00:00' + INTERVAL i HOUR",
            ["'0001-01-01 00:00:00.001'", "'1969-12-31 23:59:59.999'"], stamp),
        column(
            "DATETIME(6)", "TIMESTAMP'2000-01-01 00:00:00' + INTERVAL i * 1000001 MICROSECOND",
            ["'0001-01-01 00:00:00.000001'", "'9999-12-31 23:59:59.999999'", "'2000-02-29 00:00:00'"], stamp),
        column(
            "TIMESTAMP(6)", "TIMESTAMP'2000-01-01 00:00:00' + INTERVAL i * 1000001 MICROSECOND",
            ["'1970-01-01 00:00:01.000001'", "'2038-01-19 03:14:07.999999'"], zonedStamp),
        column("TIMESTAMP", "TIMESTAMP'2000-01-01 00:00:00' + INTERVAL i HOUR", ["'2024-10-27 01:30:00'"], zonedStamp),
    ]
}

extension TypeMatrix.Column {
    /// Compares without the zeros that the system prints before a number.
    fileprivate var unfilled: Self {
        var column = self
        column.form.source = "CAST(? + 0 AS CHAR)"
        return column
    }
}
