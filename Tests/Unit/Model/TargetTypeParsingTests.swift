import Model
import Testing

@Suite("Target type parsing")
struct TargetTypeParsingTests {
    @Test(
        "PostgreSQL's spellings and aliases are understood",
        arguments: [
            ("int", TargetType.integer), ("INT4", .integer), ("integer", .integer), ("int2", .smallint),
            ("bigint", .bigint), ("int8", .bigint), ("bool", .boolean), ("float4", .real), ("float(24)", .real),
            ("float", .doublePrecision), ("float(25)", .doublePrecision), ("double   precision", .doublePrecision),
            ("numeric", .numeric(precision: nil, scale: 0)), ("decimal(10)", .numeric(precision: 10, scale: 0)),
            ("DECIMAL(10, 2)", .numeric(precision: 10, scale: 2)), ("numeric(18,4)", .numeric(precision: 18, scale: 4)),
            ("numeric(5,-2)", .numeric(precision: 5, scale: -2)), (" text ", .text), ("varchar", .varchar(length: nil)),
            ("varchar(20)", .varchar(length: 20)), ("character varying ( 20 )", .varchar(length: 20)),
            ("char", .char(length: 1)), ("character(5)", .char(length: 5)), ("bytea", .bytea), ("date", .date),
            ("time", .time), ("time without time zone", .time), ("timestamp", .timestamp),
            ("timestamp without time zone", .timestamp), ("timestamp(6) without time zone", .timestamp),
            ("timestamptz", .timestamptz), ("Timestamp With Time Zone", .timestamptz), ("uuid", .uuid),
            ("json", .json), ("jsonb", .jsonb), ("interval", .interval), ("citext", .textual(name: "citext")),
        ])
    func spellings(text: String, type: TargetType) {
        #expect(TargetType(parsing: text) == type)
        #expect(TargetType(formatType: text) == type)
    }

    @Test(
        "a type that can't be created as written is refused",
        arguments: [
            "", "number", "int(4)", "numeric()", "numeric(0)", "numeric(1001)", "numeric(10,2,1)", "numeric(10,2",
            "numeric(a)", "varchar(0)", "varchar(10485761)", "text(5)", "integer[]", "time with time zone", "timetz",
            "timestamp(3)", "float(54)", "float(0)", "serial", "numeric(10)(2)", "text; drop table x",
        ])
    func unknownSpellings(text: String) {
        #expect(TargetType(parsing: text) == nil)
    }

    @Test("a target column with fewer time digits is written as the same type")
    func shortTimes() {
        #expect(TargetType(formatType: "timestamp(3) with time zone") == .timestamptz)
        #expect(TargetType(formatType: "time(0) without time zone") == .time)
        #expect(TargetType(formatType: "timestamp(7) without time zone") == nil)
        #expect(TargetType(formatType: "mood") == nil)
    }

    @Test("each type can be parsed from its own DDL")
    func roundTrip() {
        let types: [TargetType] = [
            .boolean, .smallint, .integer, .bigint, .real, .doublePrecision, .numeric(precision: nil, scale: 0),
            .numeric(precision: 38, scale: 37), .text, .varchar(length: nil), .varchar(length: 7), .char(length: 3),
            .bytea, .date, .time, .timestamp, .timestamptz, .uuid, .json, .jsonb, .interval, .textual(name: "xml"),
        ]
        for type in types { #expect(TargetType(parsing: type.sql) == type) }
    }

    @Test("names are quoted with their quotes doubled")
    func quoting() {
        #expect(PostgresIdentifier.quoted("a\"b C") == "\"a\"\"b C\"")
        let marked = PostgresIdentifier.quoted("a\"\u{301}b")
        #expect(marked.unicodeScalars.count { $0 == "\"" } == 4)
        #expect(QualifiedName(schema: "S", name: "select").postgresQuoted == "\"S\".\"select\"")
        #expect(QualifiedName(schema: nil, name: "t").postgresQuoted == "\"t\"")
    }
}
