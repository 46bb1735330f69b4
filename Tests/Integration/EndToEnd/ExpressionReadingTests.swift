import TestKit
import Testing

@Suite("Expressions, queries and views are read as carefully as columns")
struct ExpressionReadingTests {
    private static let places = """
        CREATE TABLE places (id INTEGER PRIMARY KEY, t TEXT, lat REAL, picture IMAGE, mixed);
        INSERT INTO places VALUES (1, 'a', 51.50735091234567, X'00FF', 1), (2, 'b', NULL, X'', 'x'),
            (3, 'c', -0.1, NULL, X'00');
        """

    private func migration(
        _ sql: String = places, overADBC: Bool, tables: String, function: String = #function
    ) async throws -> TestMigration {
        let source = TestSource.sqlite(in: try TestFolder())
        try await source.run(sql)
        return try TestMigration(
            from: overADBC ? source.overADBC : source, tables: tables,
            target: try await PostgresCluster.shared.database(function: function))
    }

    @Test("a text computed by an expression isn't cut at a NUL", arguments: SQLiteClassTests.ways)
    func nul(_ overADBC: Bool) async throws {
        let migration = try await migration(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO t VALUES (1, 'a' || char(0) || 'secret tail');
            CREATE VIEW v AS SELECT id, upper(t) AS up FROM t;
            """, overADBC: overADBC,
            tables: """
                  - {source: main.t, target: moved.a, columns: {t: {expr: upper(t)}}}
                  - {source: main.t, target: moved.b, columns: {t: {expr: upper(t), type: text}}}
                  - {query: "SELECT id, upper(t) AS up FROM t", target: moved.c}
                  - {source: main.v, target: moved.d}
                  - {source: main.t, target: moved.e, columns: {t: {expr: upper(t), type: bytea}}}
                """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        let errors = try await migration.targetRows(
            "SELECT target_table, error FROM migration_status.migration_chunk_status WHERE status = 'failed'")
        #expect(errors.count == 4, "\(errors)")
        for error in errors { #expect(error.contains("NUL") || error.contains("U+0000"), "\(error)") }
    }

    @Test(
        "a real computed by an expression keeps its digits, with or without a configured type",
        arguments: SQLiteClassTests.ways)
    func reals(_ overADBC: Bool) async throws {
        let types = ["", "double precision", "numeric", "text"]
        var tables = ""
        for (number, type) in types.enumerated() {
            let rule = type.isEmpty ? "" : ", type: \(type)"
            let query = type.isEmpty ? "" : ", columns: {lat: {type: \(type)}}"
            tables += """
                  - {source: main.places, target: moved.e\(number), columns: {lat: {expr: "coalesce(lat,0)"\(rule)}, mixed: {drop: true}, picture: {drop: true}}}
                  - {query: "SELECT id, coalesce(lat,0) AS lat FROM places", target: moved.q\(number)\(query)}

                """
        }
        let migration = try await migration(overADBC: overADBC, tables: tables)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        for table in types.indices.flatMap({ ["e\($0)", "q\($0)"] }) {
            #expect(
                try await migration.targetRows("SELECT id, lat::text FROM moved.\(table)") == [
                    "1|51.50735091234567", "2|0", "3|-0.1",
                ], "\(table)")
        }
        #expect(try await type(of: "lat", in: "e0", migration) == "double precision")
        #expect(try await type(of: "lat", in: "q0", migration) == "double precision")
    }

    private func type(of column: String, in table: String, _ migration: TestMigration) async throws -> String {
        try await migration.targetRows(
            """
            SELECT format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = 'moved.\(table)'::regclass AND attname = '\(column)'
            """
        ).joined()
    }

    @Test("computed columns have the type of their values", arguments: SQLiteClassTests.ways)
    func types(_ overADBC: Bool) async throws {
        let list = """
            CAST(id AS INTEGER) AS i, count(*) AS n, sum(lat) AS s, upper(t) AS u, \
            CAST(picture AS BLOB) AS b, lat, id + 1 AS j
            """
        let migration = try await migration(
            Self.places + "CREATE VIEW v AS SELECT \(list) FROM places WHERE id < 2 GROUP BY id;",
            overADBC: overADBC,
            tables: """
                  - {source: main.v, target: moved.v}
                  - {query: "SELECT \(list) FROM places WHERE id < 2 GROUP BY id", target: moved.q}
                  - {query: SELECT count(*) FROM places, target: moved.n}
                  - {source: main.places, target: moved.e, columns: {mixed: {expr: CAST(id AS INTEGER)}, n: {expr: length(t)}, picture: {expr: CAST(picture AS BLOB)}}}
                """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        for table in ["v", "q"] {
            let expected = [
                "i": "bigint", "n": "bigint", "s": "double precision", "u": "text", "b": "bytea",
                "lat": "double precision", "j": "bigint",
            ]
            for (column, type) in expected {
                #expect(try await self.type(of: column, in: table, migration) == type, "\(table).\(column)")
            }
            #expect(
                try await migration.targetRows("SELECT i, n, s, u, encode(b, 'hex'), lat, j FROM moved.\(table)") == [
                    "1|1|51.50735091234567|A|00ff|51.50735091234567|2"
                ])
        }
        #expect(try await migration.targetRows("SELECT * FROM moved.n") == ["3"])
        #expect(try await self.type(of: "count(*)", in: "n", migration) == "bigint")
        #expect(
            try await migration.targetRows("SELECT id, mixed, n, encode(picture, 'hex') FROM moved.e") == [
                "1|1|1|00ff", "2|2|1|", "3|3|1|∅",
            ])
        #expect(try await type(of: "mixed", in: "e", migration) == "bigint")
        #expect(try await type(of: "picture", in: "e", migration) == "bytea")
    }

    @Test(
        "a computed column with values of several types is refused before a row is copied",
        arguments: SQLiteClassTests.ways)
    func undecided(_ overADBC: Bool) async throws {
        for (expression, found) in [
            ("mixed || ''", nil), ("mixed", "integers, texts and blobs"), ("NULL", "nothing but NULL"),
        ]
            as [(String, String?)]
        {
            let migration = try await migration(
                overADBC: overADBC,
                tables: "  - {query: \"SELECT id, \(expression) AS odd FROM places\", target: moved.q}")
            let run = try await migration.snowmelt("run")
            guard let found else {
                // All of them are texts, because SQLite has converted them; the one from a blob contains a NUL.
                #expect(run.code == 5, "\(run.standardError)")
                continue
            }
            #expect(run.code == 7, "\(run.standardError)")
            for text in ["odd", found, "columns: {odd: {type: text}}"] {
                #expect(run.standardError.contains(text), "\(text) in: \(run.standardError)")
            }
            #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'q'") == 0)
        }
    }

    @Test("an existing target column determines the type of an expression", arguments: SQLiteClassTests.ways)
    func existing(_ overADBC: Bool) async throws {
        let migration = try await migration(
            overADBC: overADBC,
            tables: """
                  - {query: "SELECT id, CASE id WHEN 1 THEN 1 ELSE 'x' END AS odd, CAST(id AS TEXT) AS number FROM places", target: moved.q, mode: append}
                """)
        try await migration.target.execute("CREATE SCHEMA moved; CREATE TABLE moved.q (id int, odd text, number int)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT id, odd, number FROM moved.q") == ["1|1|1", "2|x|2", "3|x|3"])
    }

    @Test(
        "an expression is computed once per row, however its value is read", arguments: SQLiteClassTests.ways)
    func once(_ overADBC: Bool) async throws {
        let odd = "CASE abs(random()) % 3 WHEN 0 THEN 'x' WHEN 1 THEN 12345678.5 ELSE 7 END"
        let migration = try await migration(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t SELECT value FROM generate_series(1, 3000);
            CREATE VIEW v AS SELECT id, \(odd) AS odd FROM t;
            """, overADBC: overADBC,
            tables: """
                  - {source: main.t, target: moved.e, columns: {odd: {expr: "\(odd)", type: text}}, chunk_rows: 500}
                  - {source: main.v, target: moved.v, columns: {odd: {type: text}}}
                  - {query: "SELECT id, \(odd) AS odd FROM t", target: moved.q, columns: {odd: {type: text}}}
                """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        for table in ["e", "v", "q"] {
            #expect(
                try await migration.targetRows("SELECT DISTINCT odd FROM moved.\(table)") == ["12345678.5", "7", "x"],
                "\(table)")
            #expect(try await migration.number("SELECT count(*) FROM moved.\(table)") == 3000)
        }
    }

    @Test("whole reals with an integer type keep their digits", arguments: SQLiteClassTests.ways)
    func wholeReals(_ overADBC: Bool) async throws {
        let expression = "id + 9223372036854770000.0"
        let migration = try await migration(
            overADBC: overADBC,
            tables: """
                  - {query: "SELECT id, CAST(\(expression) AS REAL) AS big FROM places", target: moved.q, columns: {big: {type: bigint}}}
                """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT DISTINCT big FROM moved.q")
                == migration.sourceRows("SELECT DISTINCT CAST(\(expression) AS INTEGER) FROM places"))
    }

    @Test("MariaDB's bits and floats arrive from expressions as from columns")
    func mariaDB() async throws {
        let source = try await TestSource.mariaDB()
        try await source.run(
            """
            CREATE TABLE t (id INT PRIMARY KEY, b BIT(40), f FLOAT, d DOUBLE);
            INSERT INTO t VALUES (1, b'1010101010', 16777217, 0.1), (2, NULL, 0.1, 51.50735091234567);
            """)
        let migration = try TestMigration(
            from: source,
            tables: """
                  - source: \(source.schema).t
                    target: moved.t
                    columns: {b2: {expr: b}, f2: {expr: f}, d2: {expr: "coalesce(d, 0)"}, b3: {expr: b, type: text}}
                """, target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let rows = try await migration.targetRows("SELECT id, b, b2, b3, f, f2, d2 FROM moved.t")
        #expect(rows == ["1|682|682|682|1.6777216e+07|1.6777216e+07|0.1", "2|∅|∅|∅|0.1|0.1|51.50735091234567"])
    }

    @Test("PostgreSQL's times arrive from expressions as from columns", arguments: SQLiteClassTests.ways)
    func postgreSQL(_ overADBC: Bool) async throws {
        let source = try await TestSource.postgres()
        try await source.run(
            """
            CREATE TABLE t (id int PRIMARY KEY, at timestamptz, day date);
            INSERT INTO t VALUES (1, '2024-02-29 12:34:56.789+02', '0044-03-15 BC'), (2, 'infinity', 'infinity');
            """)
        let migration = try TestMigration(
            from: overADBC ? source.overADBC : source,
            tables: """
                  - source: public.t
                    target: moved.t
                    columns: {at2: {expr: at}, day2: {expr: day}}
                """, target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.t WHERE at = at2 AND day = day2") == 2)
    }
}
