import TestKit

extension TypeMatrix {
    /// A column whose values are compared by the server's own text.
    private static func column(_ type: String, _ ordinary: String, _ edges: String...) -> Column {
        Column(
            type: type, ordinary: "(\(ordinary))::\(type)", edges: edges.map { "'\($0)'" } + ["NULL"],
            form: .both("md5(?::text)"))
    }

    private static func expression(_ type: String, _ ordinary: String, edges: [String]) -> Column {
        Column(type: type, ordinary: ordinary, edges: edges, form: .both("md5(?::text)"))
    }

    private static let thirtyEightNines = String(repeating: "9", count: 38)

    static let postgreSQL = TypeMatrix(
        columns: numbers + texts.filter { $0.type != "xml" || ServerFeature.xml.obstacle == nil } + times + others,
        numbers: "generate_series(1, \(ordinaryRows)) AS i",
        prelude: """
            CREATE TYPE mood AS ENUM ('sad', 'o''k', 'happy 😀');
            CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
            CREATE TYPE pair AS (a integer, b text);
            """)

    /// The matrix for a way that keeps all types except money.
    static var postgreSQLKept: TypeMatrix {
        var matrix = postgreSQL
        for index in matrix.columns.indices {
            switch matrix.columns[index].type {
            case "money": matrix.columns[index].form = .both("md5(?::numeric::text)")
            case "char(6)": matrix.columns[index].form = .both("md5(?::text)")
            default: break
            }
        }
        return matrix
    }

    private static let numbers: [Column] = [
        column("boolean", "i % 2 = 0", "true", "false"),
        column("smallint", "i % 30000 - 15000", "-32768", "32767", "0"),
        column("integer", "i * 1000 - 1500000", "-2147483648", "2147483647"),
        column("bigint", "i::bigint * 1000000007", "-9223372036854775808", "9223372036854775807"),
        column("oid", "i::bigint + 4294960000", "0", "4294967295"),
        column("real", "i / 7.0", "0.1", "-0", "NaN", "Infinity", "-Infinity", "3.4028235e38", "1e-45", "16777217"),
        column(
            "double precision", "sqrt(i)", "0.1", "-0", "NaN", "Infinity", "-Infinity", "1.7976931348623157e308",
            "5e-324", "2.2250738585072014e-308", "9007199254740993", "1e22", "123456789012345680"),
        column("numeric", "i / 3.0", "NaN", "Infinity", "-Infinity", "0.000", "-0.1", "1e-1000", "1e1000", "1.50"),
        column("numeric(38,0)", "i", "\(thirtyEightNines)", "-\(thirtyEightNines)", "0", "NaN"),
        column(
            "numeric(38,37)", "i / 3000.0", "9.\(thirtyEightNines.dropFirst())", "-9.\(thirtyEightNines.dropFirst())",
            "0.\(String(repeating: "0", count: 36))1", "NaN"),
        column("numeric(12,3)", "i / 8.0", "999999999.999", "-0.001", "NaN"),
        column("numeric(5,-2)", "i * 100", "9999900", "-9999900", "0"),
        column("numeric(3,5)", "i / 1000000.0", "0.00999", "-0.00001"),
        column("numeric(28,6)", "i / 64.0", "9999999999999999999999.999999"),
        column("money", "i::numeric", "-92233720368547758.08", "92233720368547758.07", "0.01"),
    ]

    private static let texts: [Column] = [
        expression(
            "text", "'row ' || i || ' é€😀'",
            edges: [
                "''", "' '", "E'quote '' back \\\\ slash \\n line \\r\\n \\t tab'", "'\\N'", "'NULL'", "'\\.'",
                "chr(65279) || 'é€😀' || chr(1114111)", "'é' || chr(769)", "repeat('é€😀', 700000)", "'x'",
                "repeat('a', 8191)", "repeat('b', 65537)", "'end'",
            ]),
        column("varchar(20)", "'v' || i", "", "12345678901234567890", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "  "),
        column("varchar", "md5(i::text)", "", "x"),
        // The blanks are part of the value; a cast to text would drop them.
        Column(
            type: "char(6)", ordinary: "'c' || i % 100", edges: ["''", "'é€😀'", "'123456'"],
            form: Form(source: "md5(rpad(?::text, 6))", target: "md5(?::text)")),
        column("\"char\"", "chr(65 + i % 26)", "x"),
        column("name", "'n' || i", "", "a b\"c"),
        expression(
            "bytea", "decode(md5(i::text), 'hex')",
            edges: ["''", "'\\x00'", "'\\x00ff5c27'", "decode(repeat('00ff', 1500000), 'hex')", "'\\x7f'", "'\\\\'"]),
        column(
            "json", "json_build_object('i', i)", #"{"b": 1, "a": 2, "a": 3, "n": 1.50}"#, "null", #""\u0000 é""#, "[]"),
        column("jsonb", "jsonb_build_object('i', i)", #"{"b":1,"a":"😀"}"#, "null", "1e400", "\"\""),
        column("xml", "'<a>' || i || '</a>'", "<a>é</a>"),
        column("mood", "CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'happy 😀' END", "o''k"),
    ]

    private static let times: [Column] = [
        column(
            "date", "date '2000-01-01' + i", "0001-01-01", "9999-12-31", "4713-01-01 BC", "5874897-12-31", "infinity",
            "-infinity", "0001-12-31 BC", "2000-02-29"),
        column("time", "time '00:00' + i * interval '1.000001 s'", "24:00:00", "00:00:00", "23:59:59.999999"),
        column("time(3)", "time '00:00' + i * interval '1 s'", "24:00:00", "12:00:00.123"),
        column(
            "time with time zone", "time '00:00' + i * interval '1 s'", "24:00:00+15:59:59", "00:00:00.000001-15:59"),
        column(
            "timestamp", "timestamp '2000-01-01' + i * interval '1.000001 h'", "4713-01-01 00:00:00 BC",
            "294276-12-31 23:59:59.999999", "infinity", "-infinity", "0001-01-01", "9999-12-31 23:59:59.999999",
            "0001-12-31 23:59:59.000001 BC", "1999-12-31 23:59:59.999999"),
        column("timestamp(3)", "timestamp '2000-01-01' + i * interval '1 h'", "infinity", "1969-12-31 23:59:59.999"),
        column(
            "timestamp with time zone", "timestamptz '2000-01-01' + i * interval '1.000001 h'",
            "4713-01-01 00:00:00 BC UTC", "294276-12-31 23:59:59.999999 UTC", "infinity", "-infinity",
            "2024-10-27 02:30:00 Europe/Berlin", "1890-01-01 00:00:00 Europe/Amsterdam"),
        column(
            "interval", "i * interval '1 day 1.000001 s'", "178000000 years", "-178000000 years",
            "-1 year +2 days -03:04:05.000006", "1 mon -1 day", "-0.000001 s", "2562047788:00:54.775807",
            "-2562047788:00:54.775807", "0", "1.5 years"),
        column("interval year to month", "i * interval '1 month'", "-3 mons", "0"),
        column("interval day to second", "i * interval '1 s'", "-3 days 00:00:01", "0"),
    ]

    private static let others: [Column] = [
        column(
            "uuid", "md5(i::text)::uuid", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"
        ),
        column("positive", "i", "2147483647"),
        column("pair", "ROW(i, 'b')", "(1,\"a\"\"b\\\\\")", "(,x)"),
        column("integer[]", "ARRAY[i, NULL]", "{}", "{{1,2},{3,4}}", "{NULL}"),
        column("text[]", "ARRAY['a', i::text]", "{\"a,b\",\"\",NULL,\"NULL\",\"\\\\\"}"),
        column("inet", "inet '10.0.0.0' + i", "::1/64", "255.255.255.255"),
        column("macaddr", "'08:00:2b:01:02:03'", "ff:ff:ff:ff:ff:ff"),
        column("bit(5)", "(i % 32)::bit(5)", "00000", "11111"),
        column("bit varying", "i::bit(12)", "", "1"),
        column("point", "point(i, 0.1)", "(NaN,Infinity)"),
        column("int4range", "int4range(i, i + 2)", "empty", "(,)"),
        column("tsvector", "'a ' || i", "a:1A b"),
    ]
}
