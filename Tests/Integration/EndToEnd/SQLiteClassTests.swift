import TestKit
import Testing

@Suite("SQLite's values of every storage class, from end to end")
struct SQLiteClassTests {
    static let ways: [Bool] = ADBCDriver.obstacle == nil ? [false, true] : [false]
    static let encodings = ["UTF-8", "UTF-16le", "UTF-16be"]

    private static let categories = """
        CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT, picture IMAGE);
        INSERT INTO categories VALUES (1, 'a', X'151C2F00FF'), (2, 'b', 'é' || char(0) || '€'), (3, 'c', X''),
            (4, 'd', ''), (5, 'e', NULL), (6, 'f', X'626C6F62'), (7, 'g', 'T' || char(1, 98)), (8, 'h', X'FF626C6F62'),
            (9, 'i', '12'), (10, 'j', CAST('𝄞' AS TEXT));
        """
    private static let bytes = [
        "10|f09d849e", "1|151c2f00ff", "2|c3a900e282ac", "3|", "4|", "5|∅", "6|626c6f62", "7|540162", "8|ff626c6f62",
        "9|3132",
    ]

    private static func source(_ encoding: String, _ sql: String, overADBC: Bool) async throws -> TestSource {
        let source = TestSource.sqlite(in: try TestFolder())
        try await source.run("PRAGMA encoding = '\(encoding)';\n\(sql)")
        return overADBC ? source.overADBC : source
    }

    @Test("blobs and texts arrive as their bytes in a bytea column", arguments: ways, encodings)
    func askedBytes(_ overADBC: Bool, _ encoding: String) async throws {
        // SQLite turns a text of digits into a number unless the column declares another type.
        let sql = Self.categories.replacing("'12'", with: "X'3132'")
        let migration = try TestMigration(
            from: try await Self.source(encoding, sql, overADBC: overADBC),
            tables: "  - {source: main.categories, target: moved.categories, columns: {picture: {type: bytea}}}",
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT id, encode(picture, 'hex') FROM moved.categories") == Self.bytes)
    }

    @Test(
        "an existing bytea column takes bytes, whatever the source declares", arguments: ways,
        ["append", "truncate", "replace"])
    func existingBytes(_ overADBC: Bool, _ mode: String) async throws {
        let sql = Self.categories.replacing("'12'", with: "X'3132'").replacing("IMAGE", with: "TEXT")
        let target = try await PostgresCluster.shared.database()
        try await target.execute(
            "CREATE SCHEMA moved; CREATE TABLE moved.categories (id bigint, name text, picture bytea)")
        let migration = try TestMigration(
            from: try await Self.source("UTF-8", sql, overADBC: overADBC),
            tables: "  - {source: main.categories, target: moved.categories, mode: \(mode)}", target: target)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT id, encode(picture, 'hex') FROM moved.categories") == Self.bytes)
    }

    @Test("a column of blobs takes texts as their bytes, and refuses numbers", arguments: ways, encodings)
    func declaredBlobs(_ overADBC: Bool, _ encoding: String) async throws {
        let sql = Self.categories.replacing("IMAGE", with: "BLOB")
        let source = try await Self.source(encoding, sql, overADBC: overADBC)
        let migration = try TestMigration(
            from: source, tables: "  - {source: main.categories, target: moved.categories}",
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT id, encode(picture, 'hex') FROM moved.categories") == Self.bytes)
        try await source.run("UPDATE categories SET picture = 5 WHERE id = 7")
        let refused = try await migration.snowmelt("run")
        #expect(refused.code == 5, "\(refused.standardError)")
        let said = refused.standardError + refused.standardOutput
        #expect(said.contains("'picture'") && said.contains("holds a number") && said.contains("categories"), "\(said)")
    }

    @Test("other columns refuse a blob and a text with a NUL, naming column and way out", arguments: ways, encodings)
    func refused(_ overADBC: Bool, _ encoding: String) async throws {
        let types = ["IMAGE", "TEXT", "VARCHAR(50)", "", "JSON"]
        let values = ["X'151C2F00FF'", "X'626C6F62'", "'can' || char(0) || 'ary'"]
        var (sql, tables) = ("", "")
        for (number, type) in types.enumerated() {
            for (place, value) in values.enumerated() {
                let name = "t\(number)_\(place)"
                sql += "CREATE TABLE \(name) (id INTEGER PRIMARY KEY, doubtful \(type));"
                sql += "INSERT INTO \(name) VALUES (1, 'x'), (2, \(value)), (3, NULL);\n"
                tables += "  - {source: main.\(name), target: moved.\(name)}\n"
            }
        }
        let migration = try TestMigration(
            from: try await Self.source(encoding, sql, overADBC: overADBC), tables: tables,
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        let errors = try await migration.targetRows(
            "SELECT source_table, error FROM migration_status.migration_chunk_status WHERE status = 'failed'")
        #expect(errors.count == types.count * values.count, "\(errors)")
        for error in errors {
            #expect(error.contains("doubtful") && error.contains("row 2") && error.contains("bytea"), "\(error)")
            #expect(error.contains("blob") || error.contains("NUL") || error.contains("U+0000"), "\(error)")
            #expect(!error.contains("canary"))
        }
    }

    @Test(
        "texts that look like Snowmelt's markers, and numbers between texts, arrive unchanged", arguments: ways,
        encodings)
    func marks(_ overADBC: Bool, _ encoding: String) async throws {
        let texts = [
            "char(1)", "char(1, 98)", "char(1, 110)", "char(1) || 'r5'", "char(1) || 't'", "''", "char(2)", "char(257)",
            "'X''41'''", "'TC3A9'", "'Ā'", "'ā' || char(1)", "char(1025)",
        ]
        let values = texts.map { "('\($0.replacing("'", with: "''"))', \($0), \($0))" }.joined(separator: ", ")
        let source = try await Self.source(
            encoding,
            """
            CREATE TABLE t (made TEXT, x TEXT, y); INSERT INTO t VALUES \(values),
                ('5', '5', 5), ('real', '51.50735091234567', 51.50735091234567), ('whole', '3.0', 3.0),
                ('large', '1.0e+22', 1e22), ('third', '0.3333333333333333', 1 / 3.0);
            """, overADBC: overADBC)
        let migration = try TestMigration(
            from: source, tables: "  - {source: main.t, target: moved.t}",
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let expected = try await source.rows("SELECT made, hex(CAST(x AS TEXT)) FROM t")
        let hex = "SELECT made, upper(encode(convert_to(x, 'UTF8'), 'hex')) FROM moved.t"
        if encoding == "UTF-8" { #expect(try await migration.targetRows(hex) == expected) }
        #expect(try await migration.number("SELECT count(*) FROM moved.t WHERE x IS DISTINCT FROM y") == 0)
        #expect(try await migration.number("SELECT count(*) FROM moved.t") == texts.count + 5)
        #expect(try await migration.number("SELECT octet_length(x) FROM moved.t WHERE made = 'char(1, 98)'") == 2)
    }

    @Test("a uuid is read from a text or from its 16 bytes", arguments: ways)
    func uuids(_ overADBC: Bool) async throws {
        let migration = try TestMigration(
            from: try await Self.source(
                "UTF-8",
                """
                CREATE TABLE t (id INTEGER PRIMARY KEY, u, b BLOB); INSERT INTO t VALUES
                    (1, X'123E4567E89B12D3A456426614174000', X'123E4567E89B12D3A456426614174000'),
                    (2, '123e4567-e89b-12d3-a456-426614174000', NULL);
                """, overADBC: overADBC),
            tables: "  - {source: main.t, target: moved.t, columns: {u: {type: uuid}, b: {type: uuid}}}",
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let uuid = "123e4567-e89b-12d3-a456-426614174000"
        #expect(try await migration.targetRows("SELECT id, u, b FROM moved.t") == ["1|\(uuid)|\(uuid)", "2|\(uuid)|∅"])
    }

    @Test("reals keep all their digits with every configured type", arguments: ways)
    func reals(_ overADBC: Bool) async throws {
        let source = try await Self.source(
            "UTF-8",
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL, n NUMERIC, i INTEGER, u);
            INSERT INTO t SELECT value, v, v, v, v FROM (SELECT value, value / 7.0 * pow(10, value % 40 - 20) AS v
                FROM generate_series(1, 2000));
            INSERT INTO t VALUES (0, 51.50735091234567, 51.50735091234567, 51.50735091234567, 51.50735091234567);
            """, overADBC: overADBC)
        let types = ["double precision", "numeric", "text"]
        let tables = types.enumerated().map { number, type in
            let rules = ["r", "n", "i", "u"].map { "\($0): {type: \(type)}" }.joined(separator: ", ")
            return "  - {query: SELECT * FROM t, target: moved.t\(number), columns: {\(rules)}}\n"
                + "  - {source: main.t, target: moved.s\(number), columns: {\(rules)}}"
        }
        let migration = try TestMigration(
            from: source, tables: tables.joined(separator: "\n"), target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let expected = try await source.rows("SELECT id, hex(ieee754_to_blob(r)) FROM t")
        for table in types.indices.flatMap({ ["t\($0)", "s\($0)"] }) {
            for column in ["r", "n", "i", "u"] {
                let bits = "upper(encode(float8send(\(column)::text::float8), 'hex'))"
                #expect(
                    try await migration.targetRows("SELECT id, \(bits) FROM moved.\(table)") == expected,
                    "\(table).\(column)")
                #expect(
                    try await migration.targetRows("SELECT \(column)::text FROM moved.\(table) WHERE id = 0")
                        == ["51.50735091234567"], "\(table).\(column)")
            }
        }
    }
}
