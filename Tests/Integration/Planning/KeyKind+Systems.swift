import TestKit

extension KeyKind {
    private static let days = ["1999-12-31", "2000-02-29", "2024-10-27", "2024-10-28", "0044-03-15"]

    static let postgreSQL: [KeyKind] =
        [
            KeyKind("smallint", number(-200...200)), KeyKind("integer", number(-2_000_000_000...2_000_000_000)),
            KeyKind("bigint", number(.min ... .max)), KeyKind("oid", number(0...4_294_967_295)),
            KeyKind("real", decimal(-90...90, 7)),
            KeyKind(
                "float8", of: ["'NaN'", "'Infinity'", "'-Infinity'", "0.1", "'-0'", "0", "1e300", "0.1::real", "-5"]),
            KeyKind("numeric", of: ["'NaN'", "0.10", "0.1", "-12345678901234567890.5", "1e20", "7", "7.000"]),
            KeyKind("numeric(10,2)", decimal(-900...900, 4)),
            KeyKind("text", of: texts), KeyKind("text COLLATE \"C\"", of: texts), KeyKind("varchar(20)", of: texts),
            KeyKind("char(5)", of: texts), KeyKind("name", of: texts),
            KeyKind("\"char\"", of: ["'a'", "'Z'", "'9'", "''"]),
            KeyKind("bytea", of: ["'\\x'", "'\\x00'", "'\\x00ff'", "'\\xff'", "'\\x5c27'", "'\\x80'", "'\\x7f'"]),
            KeyKind("date", of: days.map { "'\($0)'" } + ["'infinity'", "'-infinity'", "'0044-03-15 BC'"]),
            KeyKind("time", of: ["'24:00'", "'00:00'", "'12:34:56.000001'", "'12:34:56'", "'23:59:59.999999'"]),
            KeyKind("timetz", of: ["'24:00+02'", "'00:00-15'", "'12:34+01'", "'12:34-01'", "'11:34+00'"]),
            KeyKind("timestamp", of: days.map { "'\($0) 02:30:00.000001'" } + ["'infinity'", "'4000-01-01 BC'"]),
            KeyKind("timestamptz(3)", of: days.map { "'\($0) 02:30 Europe/Berlin'" } + ["'-infinity'"]),
            KeyKind("interval", of: ["'1 mon'", "'30 days'", "'29 days 24:00'", "'-1 day'", "'0'", "'1 year'"]),
            KeyKind("uuid", uuid), KeyKind("boolean", of: ["true", "false"]),
            KeyKind("inet", of: ["'10.0.0.1'", "'9.0.0.1'", "'::1'", "'10.0.0.0/8'", "'192.168.0.1'"]),
            KeyKind("mood", of: ["'new'", "'paid'", "'shipped'", "'cancelled'"]),
            KeyKind("jsonb", of: ["'1'", "'\"a\"'", "'{}'", "'[1, 2]'", "'null'", "'{\"a\": 1}'"]),
            KeyKind("int4range", of: ["'empty'", "'[1,5)'", "'[,3)'", "'[2,)'", "'[1,2)'"]),
            KeyKind("bit(4)", of: ["B'0000'", "B'1000'", "B'0101'", "B'1111'"]),
            KeyKind("varbit", of: ["B''", "B'1'", "B'10'", "B'0101'", "B'11111'"]),
            KeyKind("money", of: ["12.5", "-1", "0", "99"]),
            KeyKind("xid", isKeyable: false, of: ["'1'", "'5'", "'9'"]),
            KeyKind("pg_lsn", of: ["'0/1'", "'A/0'", "'9/0'"]),
            KeyKind("macaddr", of: ["'08:00:2b:01:02:03'", "'f8:00:2b:01:02:03'"]),
            KeyKind("integer[]", of: ["'{}'", "'{1,2}'", "'{10}'", "'{NULL}'", "'{2}'"]),
            KeyKind("label", of: texts), KeyKind("json", isKeyable: false, of: ["'1'", "'{}'"]),
            KeyKind("pair", of: ["'(1,a)'", "'(1,B)'", "'(,x)'", "'(10,)'", "'(9,a)'"]),
        ]
        + (ServerFeature.collations.obstacle == nil
            ? [KeyKind("text COLLATE loose", of: texts), KeyKind("text COLLATE \"de-x-icu\"", of: texts)] : [])

    static let postgreSQLTypes = """
        CREATE TYPE mood AS ENUM ('new', 'paid', 'shipped', 'cancelled'); CREATE DOMAIN label AS varchar(30);
        CREATE TYPE pair AS (a int, b text);
        """
        + (ServerFeature.collations.obstacle == nil
            ? "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);" : "")

    static let mariaDB: [KeyKind] = [
        KeyKind("tinyint", number(-128...127)), KeyKind("smallint unsigned", number(0...65_535)),
        KeyKind("mediumint", number(-8_388_608...8_388_607)), KeyKind("int", number(-2_000_000_000...2_000_000_000)),
        KeyKind("bigint unsigned", of: ["0", "9", "10", "9223372036854775808", "18446744073709551615"]),
        KeyKind("decimal(20,5)", decimal(-9000...9000, 16)), KeyKind("float", decimal(-90...90, 7)),
        KeyKind("double", of: ["0.1", "-0.1", "1e300", "-1e300", "0", "0.30000000000000004", "0.3", "5"]),
        KeyKind("bit(8)", of: ["b'0'", "b'1'", "b'10000000'", "b'11111111'"]),
        KeyKind("bit(1)", of: ["b'0'", "b'1'"]), KeyKind("year", of: ["1901", "1999", "2000", "2155", "0"]),
        KeyKind("date", of: days.map { "'\($0)'" }),
        KeyKind("datetime(6)", of: days.map { "'\($0) 02:30:00.000001'" }),
        KeyKind("timestamp(3)", of: days.dropLast().map { "'\($0) 02:30:00.001'" } + ["'2024-10-27 01:30:00'"]),
        KeyKind("time(6)", of: ["'-838:00:00'", "'838:59:59'", "'00:00:00.000001'", "'-00:00:01'", "'9:00:00'"]),
        KeyKind("char(5)", of: texts), KeyKind("varchar(20) COLLATE utf8mb4_bin", of: texts),
        KeyKind("varchar(20) COLLATE utf8mb4_general_ci", of: texts),
        KeyKind("varchar(20) COLLATE utf8mb4_unicode_nopad_ci", of: texts),
        KeyKind("varchar(20) COLLATE utf8mb4_german2_ci", of: texts),
        KeyKind("varchar(20) CHARACTER SET latin1", of: texts),
        KeyKind("binary(4)", of: ["x'00'", "x'61'", "x'ff'", "x'6100'"]),
        KeyKind("varbinary(10)", of: ["x''", "x'00'", "x'61'", "x'ff'", "x'6100'"]),
        KeyKind(
            "enum('new','paid','shipped','cancelled','')", of: ["'new'", "'paid'", "'shipped'", "'cancelled'", "''"]),
        KeyKind("set('z','b','a')", of: ["''", "'z'", "'b'", "'a'", "'z,b'", "'z,a'", "'z,b,a'", "'b,a'"]),
        KeyKind("uuid", uuid), KeyKind("inet6", of: ["'::1'", "'::ff'", "'1::'", "'10.0.0.1'", "'fe80::1'"]),
        KeyKind("text", isKeyable: false, of: texts), KeyKind("blob", isKeyable: false, of: ["x''", "x'00'", "x'61'"]),
        KeyKind("json", isKeyable: false, of: ["'1'", "'{}'", "'\"a\"'"]),
    ]

    /// SQLite accepts values of any storage class in any column.
    static let sqlite: [KeyKind] = [
        "", "INTEGER", "BIGINT", "REAL", "NUMERIC", "DECIMAL(10,2)", "TEXT", "VARCHAR(9) COLLATE NOCASE",
        "TEXT COLLATE RTRIM", "BLOB", "DATE", "TIME", "DATETIME", "TIMESTAMP WITH TIME ZONE", "BOOLEAN", "UUID", "JSON",
        "STRING", "INTERVAL",
    ].map { type in
        KeyKind(
            type,
            of: texts + days.map { "'\($0)'" } + [
                "9e999", "-9e999", "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "0.1", "-0.1",
                "1e300",
                "0.30000000000000004", "0.3", "5e-324", "12.25", "9007199254740993", "9007199254740992.0", "X''",
                "X'00'",
                "X'61'", "X'FF'", "'12'", "'1e3'", "'Inf'", "'x' || char(0) || 'y'",
            ])
    }

    static let snowflake: [KeyKind] = [
        KeyKind(
            "NUMBER(38,0)", of: ["0", "-1", "99999999999999999999999999999999999999", "17", "18446744073709551616"]),
        KeyKind("NUMBER(10,2)", decimal(-900...900, 4)), KeyKind("INT", number(-900...900)),
        KeyKind("FLOAT", of: ["0.1", "-0.1", "1e300", "0", "0.30000000000000004"]), KeyKind("VARCHAR", of: texts),
        KeyKind("DATE", of: days.map { "'\($0)'::DATE" }),
        KeyKind("TIMESTAMP_NTZ(9)", of: days.map { "'\($0) 02:30:00.000001'::TIMESTAMP_NTZ" }),
        KeyKind("TIMESTAMP_LTZ(9)", of: days.map { "'\($0) 02:30:00.000001 +0000'::TIMESTAMP_LTZ" }),
        KeyKind("TIMESTAMP_TZ(9)", of: days.map { "'\($0) 02:30:00.000001 +0000'::TIMESTAMP_TZ" }),
        KeyKind("BOOLEAN", of: ["TRUE", "FALSE"]), KeyKind("TIME", of: ["'12:34:56'::TIME", "'00:00:00'::TIME"]),
    ]
}
