extension TypeMatrix {
    private static func column(_ type: String, _ ordinary: String, _ edges: [String], _ form: Form) -> Column {
        Column(type: type, ordinary: ordinary, edges: edges + ["NULL"], form: form)
    }

    private static let number = Form(source: "?::VARCHAR", target: "?::text")
    private static let text = Form.both("?")
    private static let float = Form(source: "?::VARCHAR", target: "?::text", isFloat: true)
    private static let bytes = Form(source: "HEX_ENCODE(?)", target: "upper(encode(?, 'hex'))")
    private static let json = Form(source: "TO_JSON(?)", target: "?::text")
    private static let day = Form(source: "TO_CHAR(?, 'YYYY-MM-DD')", target: "?::text")
    private static let stamp = Form(
        source: "TO_CHAR(?::TIMESTAMP_NTZ, 'YYYY-MM-DD HH24:MI:SS.FF6')",
        target: "to_char(?, 'YYYY-MM-DD HH24:MI:SS.US')")
    private static let zonedStamp = Form(
        source: "TO_CHAR(CONVERT_TIMEZONE('UTC', ?)::TIMESTAMP_NTZ, 'YYYY-MM-DD HH24:MI:SS.FF6')",
        target: "to_char(? AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')")

    /// Times at every scale that Snowflake has, and numbers at the scales where the wire format changes.
    static let snowflake = TypeMatrix(
        columns: numbers + others + (0...9).flatMap(times),
        numbers: "(SELECT SEQ4() + 1 AS i FROM TABLE(GENERATOR(ROWCOUNT => \(ordinaryRows)))) n", quote: "\"")

    private static func decimal(_ precision: Int, _ scale: Int) -> Column {
        let digits = String(repeating: "9", count: precision)
        let highest = scale == 0 ? digits : "\(digits.dropLast(scale)).\(digits.suffix(scale))"
        let least = scale == 0 ? "1" : "0.\(String(repeating: "0", count: scale - 1))1"
        let type = "NUMBER(\(precision),\(scale))"
        let edges = ["'\(highest)'", "'-\(highest)'", "'\(least)'"].map { "\($0)::\(type)" }
        return column(type, "i % 10", ["0", "-1"] + edges, number)
    }

    private static let numbers =
        [(1, 0), (4, 0), (9, 0), (18, 0), (19, 0), (38, 0), (18, 2), (9, 3)].map(decimal)
        + [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 18, 19, 20, 30, 37].map { decimal(38, $0) } + [
            column("INT", "i", ["9223372036854775807", "-9223372036854775808"], number),
            column(
                "FLOAT", "i / 7",
                [
                    "0.1", "'NaN'::FLOAT", "'inf'::FLOAT", "'-inf'::FLOAT", "1.7976931348623157e308", "5e-324", "-0.0",
                    "9007199254740993",
                ], float),
            column(
                "BOOLEAN", "i % 2 = 0", ["TRUE", "FALSE"], Form(source: "IFF(?, 'true', 'false')", target: "?::text")),
        ]

    private static let others = [
        column(
            "VARCHAR", "'row ' || i || ' é€😀'",
            [
                "''", "' '", "'quote '' back \\\\ slash'", "'a\\nb\\r\\tc'", "'NULL'", "'\\\\N'",
                "REPEAT('é€😀', 200000)",
            ],
            text),
        column("VARCHAR(3)", "'é€😀'", ["''", "'abc'"], text),
        column("CHAR(1)", "'x'", ["'😀'"], text),
        column(
            "BINARY", "TO_BINARY('00FF5C27', 'HEX')", ["TO_BINARY('', 'HEX')", "TO_BINARY('00000000', 'HEX')"], bytes),
        column("DATE", "DATEADD('day', i, '2000-01-01'::DATE)", ["'0001-01-01'", "'9999-12-31'", "'2000-02-29'"], day),
        column(
            "VARIANT", "PARSE_JSON('{\"i\": ' || i || '}')",
            [
                "PARSE_JSON('null')", "PARSE_JSON('\"text é😀\"')", "PARSE_JSON('1.50')",
                "PARSE_JSON('{\"b\": [1, null, {\"a\": \"\"}]}')",
            ], json),
        column("OBJECT", "PARSE_JSON('{\"i\": ' || i || '}')", ["PARSE_JSON('{}')"], json),
        column("GEOGRAPHY", place("i", "0.5"), [place("-180", "90"), polygon], text),
        column("GEOMETRY", place("i", "-1e300"), [polygon], text),
        column("ARRAY", "PARSE_JSON('[' || i || ', null]')", ["PARSE_JSON('[]')"], json),
    ]

    /// GeoJSON as Snowflake prints it.
    private static func place(_ x: String, _ y: String) -> String {
        """
        '{\n  "coordinates": [\n    ' || \(x) || ',\n    ' || \(y) || '\n  ],\n  "type": "Point"\n}'
        """
    }

    private static let polygon = """
        '{"coordinates": [[[0, 0]' || REPEAT(', [1.25, -3]', 50000) || ', [0, 0]]], "type": "Polygon"}'
        """

    private static func times(scale: Int) -> [Column] {
        let fraction = scale == 0 ? "" : ".\("123456".prefix(scale))"
        let zero = scale == 0 ? "" : ".\("000001".prefix(scale))"
        func instants(_ type: String, _ zone: String) -> [String] {
            ["1969-12-31 23:59:59", "0001-01-01 12:00:00", "9999-12-31 23:59:59", "2000-02-29 12:00:00"].flatMap {
                ["'\($0)\(fraction)\(zone)'::\(type)", "'\($0)\(zero)\(zone)'::\(type)"]
            }
        }
        func later(_ type: String, _ zone: String) -> String {
            "DATEADD('second', i * 40000, '2000-01-01 00:00:00\(fraction)\(zone)'::\(type))"
        }
        return [
            column(
                "TIMESTAMP_NTZ(\(scale))", later("TIMESTAMP_NTZ", ""), instants("TIMESTAMP_NTZ", ""), stamp),
            column(
                "TIMESTAMP_LTZ(\(scale))", later("TIMESTAMP_LTZ", " +0000"), instants("TIMESTAMP_LTZ", " +0000"),
                zonedStamp),
            column(
                "TIMESTAMP_TZ(\(scale))", later("TIMESTAMP_TZ", " +0200"), instants("TIMESTAMP_TZ", " +0200"),
                zonedStamp),
            column(
                "TIME(\(scale))", "'12:34:56\(fraction)'::TIME", ["'00:00:00'::TIME", "'23:59:59\(fraction)'::TIME"],
                number),
        ]
    }
}
