import TestKit
import Testing

@Suite("Values that are sorted and compared differently, from end to end")
struct SortOrderTests {
    private static let enumeration = "enum('new','paid','shipped','cancelled')"

    /// 4000 rows with four different keys.
    private func mariaDB(_ type: String, key: String) async throws -> TestSource {
        let source = try await TestSource.mariaDB()
        try await source.run(
            """
            CREATE TABLE orders (id int NOT NULL, status \(type) NOT NULL, PRIMARY KEY (\(key)));
            INSERT INTO orders SELECT seq, ELT(1 + seq % 4, 'new', 'paid', 'shipped', 'cancelled') FROM seq_1_to_4000;
            """)
        return source
    }

    private func migration(
        from source: TestSource, _ table: String, function: String = #function
    ) async throws -> TestMigration {
        try TestMigration(
            from: source, tables: "  - {\(table), target: moved.orders}", defaults: "  threads: 2\n  chunk_rows: 200",
            target: try await PostgresCluster.shared.database(function: function))
    }

    private func expectEqual(_ migration: TestMigration) async throws {
        let run = try await migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError) \(run.standardOutput)")
        let source = try await migration.sourceRows("SELECT id, status FROM orders")
        #expect(source.count == 4000)
        #expect(try await migration.targetRows("SELECT id, status FROM moved.orders") == source)
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) > 10)
    }

    @Test(
        "with MariaDB's ENUM and SET in a primary key, each row arrives once",
        arguments: [enumeration, "set('new','paid','shipped','cancelled')"], ["status, id", "id, status"])
    func primaryKey(type: String, key: String) async throws {
        let source = try await mariaDB(type, key: key)
        try await expectEqual(migration(from: source, "source: \(source.schema).orders"))
    }

    @Test("an ENUM configured as chunk column of a table, a view or a query is split by hash")
    func chunkColumn() async throws {
        let source = try await mariaDB(Self.enumeration, key: "id")
        try await source.run("CREATE VIEW shown AS SELECT * FROM orders")
        for table in [
            "source: \(source.schema).orders", "source: \(source.schema).shown",
            "query: 'SELECT id, status FROM orders'",
        ] {
            let migration = try await migration(from: source, "\(table), chunk: {column: status}")
            try await expectEqual(migration)
            let ranges = try await migration.target.rows(
                "SELECT chunk_range FROM migration_status.migration_chunk_status")
            #expect(ranges.allSatisfy { $0.hasPrefix("hash") }, "\(table): \(ranges)")
        }
    }

    @Test("values that change between reads are refused before anything is created, with table and way out")
    func refused() async throws {
        let source = TestSource.sqlite(in: try TestFolder())
        try await source.run(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY);
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT i FROM n;
            CREATE VIEW orders AS SELECT id, CAST(abs(random() % 1000) AS INTEGER) AS status FROM t;
            """)
        let migration = try await migration(from: source, "source: main.orders, chunk: {column: status}")
        for verb in ["plan", "run"] {
            let ending = try await migration.snowmelt(verb)
            #expect(ending.code == 7, "\(ending.standardOutput)")
            #expect(ending.standardError.contains("main.orders: ranges of status"), "\(ending.standardError)")
            #expect(
                ending.standardError.contains("nothing was created")
                    && ending.standardError.contains("chunk: {by: hash}"))
            #expect(!ending.standardError.contains("driver"))
        }
        #expect(try await migration.number("SELECT count(*) FROM pg_namespace WHERE nspname = 'moved'") == 0)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)
    }

    @Test("thousands of ranges are counted with their own conditions", arguments: ["sqlite", "postgres", "mariaDB"])
    func manyRanges(system: String) async throws {
        let source =
            switch system {
            case "sqlite": TestSource.sqlite(in: try TestFolder())
            case "postgres": try await TestSource.postgres()
            default: try await TestSource.mariaDB()
            }
        let numbers =
            switch system {
            case "sqlite":
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5200) SELECT i FROM n) n"
            case "postgres": "generate_series(1, 5200) AS n(i)"
            default: "(SELECT seq AS i FROM seq_1_to_5200) n"
            }
        try await source.run(
            "CREATE TABLE sparse (id int PRIMARY KEY); INSERT INTO sparse SELECT i * 3 + i % 2 FROM \(numbers);")
        let migration = try TestMigration(
            from: source, tables: "  - {source: \(source.schema).sparse, target: moved.sparse}",
            defaults: "  chunk_rows: 2", target: try await PostgresCluster.shared.database(function: "many_\(system)"))
        let dry = try await migration.snowmelt("plan", "--dry-run")
        #expect(dry.code == 0, "\(dry.standardError)")
        #expect(dry.standardOutput.contains("5,200 rows in 2,600 chunks"), "\(dry.standardOutput)")
    }

    @Test("SQLite's infinities in a chunk column are ordinary bounds", arguments: [false, true])
    func infinities(overADBC: Bool) async throws {
        if overADBC, ADBCDriver.obstacle != nil { return }
        let source = TestSource.sqlite(in: try TestFolder())
        try await source.run(
            """
            CREATE TABLE orders (id INTEGER PRIMARY KEY, status REAL);
            INSERT INTO orders WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
            SELECT i, CASE i % 4 WHEN 0 THEN 9e999 WHEN 1 THEN -9e999 ELSE i / 8.0 END FROM n;
            """)
        let migration = try await migration(
            from: overADBC ? source.overADBC : source, "source: main.orders, chunk: {column: status}",
            function: "infinities_\(overADBC)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows(
                "SELECT status, count(*) FROM moved.orders WHERE abs(status) = 'inf' GROUP BY 1")
                == ["-Infinity|1000", "Infinity|1000"])
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) > 10)
    }
}
