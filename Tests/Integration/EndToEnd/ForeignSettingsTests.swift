import TestKit
import Testing

@Suite("Source servers with unusual settings, from end to end")
struct ForeignSettingsTests {
    @Test(
        "types are known and values are equal, whatever the source database's settings are",
        arguments: [
            "quote_all_identifiers = on", "bytea_output = escape", "\"DateStyle\" = 'SQL, DMY'",
            "\"IntervalStyle\" = sql_standard", "extra_float_digits = -5", "search_path = nowhere",
            "xmloption = document",
        ], TableTreeTests.Way.possible)
    func settings(setting: String, way: TableTreeTests.Way) async throws {
        let function = "settings_\(setting.filter(\.isLetter).prefix(12))"
        let origin = try await way.source(function)
        let database = try #require(origin.database)
        try await origin.run(
            """
            CREATE TYPE public.mood AS ENUM ('sad', 'ok');
            CREATE TABLE public.odd (id bytea PRIMARY KEY, t text, v varchar(9), d date, z timestamptz, i interval,
              f float8, u uuid, j jsonb, b boolean, n numeric(10,2), c "char", m public.mood, k char(3));
            INSERT INTO public.odd SELECT decode(lpad(to_hex(n), 4, '0'), 'hex'), E'back\\\\slash ' || n, n, date '2024-01-31' + n,
              '2024-03-31 02:30+00'::timestamptz + n * '1 h'::interval, n * '1 day 02:03'::interval, n / 3.0,
              md5(n::text)::uuid, '{"a": 1}', n % 2 = 0, n / 4.0, 'x', 'ok', 'k' FROM generate_series(1, 900) n;
            ALTER DATABASE "\(database.name)" SET \(setting);
            """)
        let migration = try TestMigration(
            from: origin,
            tables: "  - {source: public.odd, target: moved.odd}\n"
                + "  - {query: SELECT * FROM public.odd, target: moved.asked, chunk: {column: id}}",
            defaults: "  threads: 2\n  chunk_rows: 200",
            target: try await PostgresCluster.shared.database(function: "\(function)_\(way)"))
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        let types = """
            SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = 'moved.TABLE'::regclass AND attname IN ('b', 'd', 'f', 'i', 'j', 'n', 't', 'u', 'z')
            """
        for table in ["odd", "asked"] {
            let found = try await migration.targetRows(types.split(separator: "TABLE").joined(separator: table))
            #expect(
                found == [
                    "b|boolean", "d|date", "f|double precision", "i|interval",
                    way == .copy ? "j|jsonb" : "j|json",
                    table == "asked" && way == .adbc ? "n|numeric" : "n|numeric(10,2)",
                    "t|text", "u|uuid", "z|timestamp with time zone",
                ], "\(table)")
            let columns = "id, t, v, d, z, i, f, u, j::text, b, n, c::text, m::text, k"
            #expect(
                try await migration.targetRows("SELECT \(columns) FROM moved.\(table)")
                    == migration.sourceRows("SELECT \(columns) FROM public.odd"), "\(table)")
        }
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration, of: "odd") >= 4)
    }

    @Test(
        "xml keeps its letters, whatever encoding it declares and whatever the source is",
        .enabled(if: ServerFeature.xml.obstacle == nil), arguments: TableTreeTests.Way.possible + [nil])
    func xml(way: TableTreeTests.Way?) async throws {
        let function = "xml_\(way?.rawValue ?? "sqlite")"
        let text = #"<?xml version="1.0" encoding="ISO-8859-1"?><a b="é">日本 €</a>"#
        let other = #"<?xml version="1.0" encoding='UTF-16' standalone="yes"?><a>ü</a>"#
        let quoted = other.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        let origin =
            if let way { try await way.source(function) } else { TestSource.sqlite(in: try TestFolder()) }
        try await origin.run(
            """
            CREATE TABLE docs (id int PRIMARY KEY, x \(way == nil ? "text" : "xml"), n varchar(99));
            INSERT INTO docs VALUES (1, '\(text)', 'a'), (2, '\(quoted)', 'b'), (3, '<a>plain é</a>', 'c'), (4, NULL, NULL),
              (5, 'just é', 'd');
            """)
        let schema = origin.schema
        let migration = try TestMigration(
            from: origin,
            tables: """
                  - {source: \(schema).docs, target: moved.docs, mode: append}
                  - {source: \(schema).docs, target: moved.decoded, columns: {x: {type: xml}, n: {type: varchar(5)}}}
                  - {source: \(schema).docs, target: moved.texts, columns: {x: {type: text}}}
                """, target: try await PostgresCluster.shared.database(function: function))
        try await migration.target.execute(
            "CREATE SCHEMA moved; CREATE TABLE moved.docs (id int PRIMARY KEY, x xml, n varchar(99))")
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        for table in ["docs", "decoded"] {
            #expect(
                try await migration.targetRows(
                    "SELECT id, x IS DOCUMENT AS d, regexp_replace(x::text, '<.xml[^>]*>', '') AS x FROM moved.\(table)"
                )
                    == [
                        "1|true|<a b=\"é\">日本 €</a>", "2|true|<a>ü</a>", "3|true|<a>plain é</a>", "4|∅|∅",
                        "5|false|just é",
                    ], "\(table)")
        }
        #expect(
            try await migration.targetRows("SELECT x FROM moved.texts WHERE id < 3") == [text, other].sorted())
    }

    @Test("tables whose names differ in letter case, accents or pattern characters are kept apart by drivers as well")
    func driversNames() async throws {
        let names = ["foo", "Foo", "a_b", "axb", "a%b", "back\\slash", "cafe", "café"]
        for system in ["postgres", "mariaDB"] where system == "mariaDB" || ADBCDriver.obstacle == nil {
            let isMariaDB = system == "mariaDB"
            let source = isMariaDB ? try await TestSource.mariaDB() : try await TestSource.postgres().overADBC
            let quote = isMariaDB ? "`" : "\""
            try await source.run(
                names.enumerated().map { index, name in
                    "CREATE TABLE \(quote)\(name)\(quote) (c\(index) int PRIMARY KEY, d\(index) int);"
                        + "INSERT INTO \(quote)\(name)\(quote) VALUES (\(index), 0);"
                }.joined())
            let migration = try TestMigration(
                from: source, dialect: "ansi", tables: "  - {source: \(source.schema).*, target: moved.*}",
                target: try await PostgresCluster.shared.database(function: "names_\(system)"))
            let run = try await migration.snowmelt("run", "--progress", "none")
            #expect(run.code == 0, "\(system): \(run.standardError)")
            for (index, name) in names.enumerated() {
                #expect(
                    try await migration.targetRows(
                        "SELECT c\(index), d\(index), (SELECT string_agg(conname, '') FROM pg_constraint WHERE contype = 'p' "
                            + "AND conrelid = tableoid) IS NOT NULL AS k FROM moved.\"\(name)\"") == [
                            "\(index)|0|true"
                        ],
                    "\(system): \(name)")
            }
        }
    }

    @Test("MariaDB's tables whose names differ in letter case or accents keep their columns and keys apart")
    func mariaDBNames() async throws {
        let source = try await TestSource.mariaDB()
        try await source.run(
            """
            CREATE TABLE foo (a int, b varchar(9) PRIMARY KEY); INSERT INTO foo VALUES (1, 'x'), (2, 'y');
            CREATE TABLE Foo (a varchar(9) PRIMARY KEY, `b` int, c int, UNIQUE (c)); INSERT INTO Foo VALUES ('q', 1, 7);
            CREATE TABLE FOO (z int); INSERT INTO FOO VALUES (5);
            CREATE TABLE cafe (id int PRIMARY KEY, e int, `é` int); INSERT INTO cafe VALUES (1, 2, 3);
            CREATE TABLE `café` (`é` int, e int, id int, PRIMARY KEY (`é`, e), UNIQUE (id));
            INSERT INTO `café` VALUES (1, 2, 3);
            CREATE TABLE child (b varchar(9), id int PRIMARY KEY, CONSTRAINT f FOREIGN KEY (b) REFERENCES foo (b));
            INSERT INTO child VALUES ('x', 1);
            """)
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).*, target: moved.*}",
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows(
                """
                SELECT c.relname COLLATE "C" AS t, string_agg(a.attname, ',' ORDER BY a.attnum) AS columns,
                       (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.conrelid = c.oid AND contype = 'p') AS key
                  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                 WHERE c.relkind = 'r' AND c.relnamespace = 'moved'::regnamespace GROUP BY c.oid, c.relname
                """) == [
                    "FOO|z|∅", "Foo|a,b,c|PRIMARY KEY (a)", "cafe|id,e,é|PRIMARY KEY (id)",
                    "café|é,e,id|PRIMARY KEY (\"é\", e)",
                    "child|b,id|PRIMARY KEY (id)", "foo|a,b|PRIMARY KEY (b)",
                ])
        for (table, target) in [("foo", "foo"), ("Foo", "\"Foo\""), ("FOO", "\"FOO\""), ("`café`", "\"café\"")] {
            #expect(
                try await migration.targetRows("SELECT * FROM moved.\(target)")
                    == migration.sourceRows("SELECT * FROM \(table)"), "\(table)")
        }
    }
}
