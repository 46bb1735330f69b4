import Model
import RowSource
import Testing

@Suite("SQL dialects")
struct DialectTests {
    private func column(_ type: SourceType, _ declared: String = "") -> SourceColumn {
        SourceColumn(name: "a\"`b", type: type, declaredType: declared, isNullable: true)
    }

    @Test("a system's name selects its dialect; an unknown system gets standard SQL")
    func choice() {
        #expect(Dialects.dialect(forSystem: "SQLite") is SQLiteDialect)
        #expect(Dialects.dialect(forSystem: "PostgreSQL") is PostgreSQLDialect)
        #expect(Dialects.dialect(forSystem: "MariaDB").name == "MariaDB")
        #expect(Dialects.dialect(forSystem: "MySQL").name == "MySQL")
        #expect(Dialects.dialect(forSystem: "Snowflake") is SnowflakeDialect)
        #expect(Dialects.dialect(forADBC: "Snowflake") is SnowflakeDialect)
        #expect(Dialects.dialect(forSystem: "Oracle") is ANSIDialect)
    }

    @Test("standard SQL quotes names as the driver requires, and leaves literals to the driver")
    func standard() {
        let dialect = Dialects.standard(forSystem: "Spark", quote: "`")
        #expect(dialect.quoted("a`b") == "`a``b`")
        #expect(Dialects.standard(forSystem: "X").quoted("a\"b") == "\"a\"\"b\"")
        #expect(dialect.literal("12.5", column(.decimal(precision: 5, scale: 2))) == "12.5")
        #expect(dialect.literal("12,5", column(.decimal(precision: 5, scale: 2))) == "'12,5'")
        #expect(dialect.literal("2020-01-02", column(.date)) == "{d '2020-01-02'}")
        #expect(
            dialect.literal("2020-01-02 03:04:05", column(.timestamp(zoned: false))) == "{ts '2020-01-02 03:04:05'}")
        // A literal without an offset would mean a different time in each session's zone.
        #expect(!dialect.canRange(column(.timestamp(zoned: true))))
        #expect(dialect.readExpression(column(.timestamp(zoned: true))) == "CAST(`a\"``b` AS VARCHAR(64))")
    }

    @Test("quotes inside identifiers are doubled")
    func identifiers() {
        #expect(SQLiteDialect().quoted("a`b") == "\"a`b\"")
        #expect(SQLiteDialect().quoted("why?\"") == "\"why?\"\"\"")
        #expect(MariaDBDialect(name: "MariaDB").quoted("a`b") == "`a``b`")
        #expect(PostgreSQLDialect().quoted(QualifiedName(schema: "s x", name: "t")) == "\"s x\".\"t\"")
    }

    @Test(
        "SQLite's own literals are unchanged, and everything else is text",
        arguments: [
            ("12", "12"), ("-1.5e-10", "-1.5e-10"), ("X'0aFF'", "X'0aFF'"), ("'it''s'", "'it''s'"), ("''", "''"),
            ("'", "''''"), ("'a' OR 'b'", "'''a'' OR ''b'''"), ("12; DROP", "'12; DROP'"), ("X'0g'", "'X''0g'''"),
            ("1e", "'1e'"), ("Inf", "9e999"), ("-Inf", "-9e999"), ("9.0e+999", "9.0e+999"),
        ])
    func sqliteLiterals(_ bound: String, _ literal: String) {
        #expect(SQLiteDialect().literal(bound, column(.text(length: nil))) == literal)
    }

    @Test("PostgreSQL's literals have explicit types, and don't depend on the meaning of backslashes")
    func postgresLiterals() {
        let dialect = PostgreSQLDialect()
        #expect(
            dialect.literal("9007199254740993", column(.integer(bits: 64, signed: true)))
                == "'9007199254740993'::bigint")
        #expect(dialect.literal("it's", column(.text(length: nil), "text")) == "'it''s'::text")
        #expect(dialect.literal("a\\'", column(.text(length: nil), "text")) == "E'a\\\\'''::text")
        #expect(dialect.literal("x", column(.text(length: 3), "character(3)")) == "'x'::bpchar")
        #expect(dialect.literal("t", column(.timestamp(zoned: true))) == "'t'::timestamptz")
    }

    @Test("MariaDB's literals are typed, and texts are written in hexadecimal")
    func mariaDBLiterals() {
        let dialect = MariaDBDialect(name: "MariaDB")
        #expect(dialect.literal("-5", column(.integer(bits: 64, signed: true))) == "-5")
        #expect(dialect.literal("1 OR 1", column(.integer(bits: 64, signed: true))) == "_utf8mb4 X'31204F522031'")
        #expect(dialect.literal("'\\", column(.text(length: nil))) == "_utf8mb4 X'275C'")
        #expect(
            dialect.literal("2020-01-02 03:04:05.000001", column(.timestamp(zoned: false)))
                == "TIMESTAMP'2020-01-02 03:04:05.000001'")
        #expect(dialect.literal("00FF", column(.binary)) == "X'00FF'")
    }

    @Test(
        "SQLite's declared types follow its rules of affinity",
        arguments: [
            ("", SourceType.text(length: nil)), ("VARCHAR(20)", .text(length: 20)),
            ("UNSIGNED BIG INT", .integer(bits: 64, signed: true)),
            ("decimal(15, 2)", .decimal(precision: 15, scale: 2)),
            ("NUMERIC", .decimal(precision: nil, scale: 0)), ("double precision", .float64), ("BLOB", .binary),
            ("datetime", .timestamp(zoned: false)), ("timestamp with time zone", .timestamp(zoned: true)),
            ("STRING", .other(name: "STRING")), ("Boolean", .boolean),
        ])
    func sqliteTypes(_ declared: String, _ type: SourceType) {
        #expect(SQLiteDialect().sourceType(declared: declared) == type)
    }

    @Test(
        "PostgreSQL's declared types keep their limits and zones",
        arguments: [
            ("numeric", SourceType.decimal(precision: nil, scale: 0)),
            ("numeric(28,6)", .decimal(precision: 28, scale: 6)),
            ("timestamp(3) with time zone", .timestamp(zoned: true)),
            ("timestamp(3) without time zone", .timestamp(zoned: false)),
            ("time with time zone", .other(name: "time with time zone")), ("character varying(7)", .text(length: 7)),
            ("integer[]", .other(name: "integer[]")), ("numeric(3,1)[]", .other(name: "numeric(3,1)[]")),
            ("interval day to second(3)", .interval), ("inet", .other(name: "inet")),
        ])
    func postgresTypes(_ declared: String, _ type: SourceType) {
        #expect(PostgreSQLDialect().sourceType(declared: declared) == type)
    }

    @Test(
        "MariaDB's declared types keep their signs",
        arguments: [
            ("tinyint(1)", SourceType.integer(bits: 8, signed: true)),
            ("bigint(20) unsigned", .integer(bits: 64, signed: false)),
            ("bit(1)", .boolean), ("bit(8)", .integer(bits: 64, signed: false)),
            ("timestamp(6)", .timestamp(zoned: true)),
            ("enum('a','b')", .text(length: nil)), ("decimal(10,0)", .decimal(precision: 10, scale: 0)),
        ])
    func mariaDBTypes(_ declared: String, _ type: SourceType) {
        #expect(MariaDBDialect(name: "MariaDB").sourceType(declared: declared) == type)
    }

    @Test("only types that are sorted as they are compared can be cut into ranges")
    func ranges() {
        let maria = MariaDBDialect(name: "MariaDB")
        func ranges(_ dialect: any CatalogueDialect, _ declared: String) -> Bool {
            dialect.canRange(column(dialect.sourceType(declared: declared), declared))
        }
        for declared in ["enum('a','b')", "set('a','b')", "float", "json", "inet6", "point"] {
            #expect(!ranges(maria, declared), "\(declared)")
        }
        for declared in [
            "int(11)", "varchar(20)", "longtext", "bit(8)", "year(4)", "datetime(6)", "uuid", "varbinary(8)",
        ] {
            #expect(ranges(maria, declared), "\(declared)")
        }
        // In a query's result, the driver reports an enum in the same way.
        #expect(!maria.canRange(column(.text(length: 9), maria.declaration(inResult: "char"))))
        for declared in [
            "mood", "citext", "public.mood", "xid", "\"char\"", "inet", "integer[]", "time with time zone",
        ] {
            #expect(!ranges(PostgreSQLDialect(), declared), "\(declared)")
        }
    }

    @Test("a table in a tree is read without its separately copied descendants")
    func reach() {
        let dialect = PostgreSQLDialect()
        var table = SourceTable(
            name: QualifiedName(schema: "s", name: "p"), isView: false, columns: [], primaryKey: [])
        #expect(dialect.from(table) == "\"s\".\"p\"")
        table.reach = .itself
        #expect(dialect.from(table) == "ONLY \"s\".\"p\"")
        table.reach = .without([QualifiedName(schema: "s", name: "it's")])
        #expect(
            dialect.from(table)
                == "(SELECT * FROM \"s\".\"p\" WHERE tableoid NOT IN ('\"s\".\"it''s\"'::pg_catalog.regclass)) AS \"p\""
        )
    }

    @Test("SQLite's buckets need an address or an integer key")
    func buckets() {
        let id = SourceColumn(
            name: "id", type: .integer(bits: 64, signed: true), declaredType: "int", isNullable: false)
        let rowid = SourceColumn(name: "RowID", type: .text(length: nil), declaredType: "text", isNullable: true)
        let name = QualifiedName(schema: "main", name: "t")
        func bucket(_ table: SourceTable?) -> String? {
            SQLiteDialect().hashBucket(columns: [id], buckets: 4, table: table)
        }
        #expect(bucket(nil) == nil)
        #expect(bucket(SourceTable(name: name, isView: true, columns: [id], primaryKey: [])) == nil)
        #expect(
            bucket(SourceTable(name: name, isView: false, columns: [id, rowid], primaryKey: []))
                == "(_rowid_ % 4 + 4) % 4")
        #expect(bucket(SourceTable(name: name, isView: false, columns: [rowid], primaryKey: ["RowID"])) == nil)
        #expect(bucket(SourceTable(name: name, isView: false, columns: [id], primaryKey: ["id"])) != nil)
    }
}
