import Model
import TestKit
import Testing

@Suite("Migrations from PostgreSQL by COPY")
struct NativeMigrationTests {
    private func migration(
        _ sql: String, tables: String, defaults: String = "  threads: 2\n  chunk_rows: 1000", settings: String = "",
        function: String = #function
    ) async throws -> TestMigration {
        let origin = try await TestSource.postgres(function: function).native
        try await origin.run(sql)
        return try TestMigration(
            from: origin, tables: tables, defaults: defaults, sourceSettings: settings,
            target: try await PostgresCluster.shared.database(function: function))
    }

    private func expectEqual(_ migration: TestMigration, _ names: String...) async throws {
        for name in names {
            let source = try await migration.sourceRows("SELECT * FROM public.\(name)")
            #expect(try await migration.targetRows("SELECT * FROM moved.\(name)") == source, "\(name)")
        }
    }

    private func ranges(_ migration: TestMigration, _ table: String) async throws -> [String] {
        let ranges = try await migration.target.rows(
            "SELECT chunk_range FROM migration_status.migration_chunk_status WHERE source_table = '\(table)'")
        #expect(ranges.count > 2, "\(table)")
        return ranges
    }

    /// Tables of each kind, with gaps in their keys, NULLs and rows of very different sizes.
    private static let kinds = """
        CREATE TABLE keyed AS SELECT i * 3 AS id, 'row ' || i AS t FROM generate_series(1, 5000) i;
        ALTER TABLE keyed ADD PRIMARY KEY (id);
        CREATE TABLE heap AS SELECT i % 7 AS a, CASE WHEN i % 5 = 0 THEN NULL ELSE repeat('x', i % 400) END AS low
          FROM generate_series(1, 6000) i;
        DELETE FROM heap WHERE ctid >= '(20,0)' AND ctid < '(60,0)';
        CREATE TABLE parent (a int, t text) PARTITION BY RANGE (a);
        CREATE TABLE parent_1 PARTITION OF parent FOR VALUES FROM (0) TO (2000);
        CREATE TABLE parent_2 PARTITION OF parent DEFAULT;
        INSERT INTO parent SELECT i, 'p' FROM generate_series(1, 4000) i;
        CREATE TABLE elder (a int); CREATE TABLE younger () INHERITS (elder);
        INSERT INTO elder SELECT i FROM generate_series(1, 3000) i;
        INSERT INTO younger SELECT i FROM generate_series(1, 9000) i;
        CREATE VIEW shown AS SELECT a FROM heap;
        CREATE MATERIALIZED VIEW kept AS SELECT a, low FROM heap;
        CREATE TABLE nothing (a int);
        """

    @Test("tables are cut by key, by storage location or by hash, and every row arrives")
    func kindsOfTables() async throws {
        let migration = try await migration(Self.kinds, tables: "  - {source: public.*, target: moved.*}")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration, "keyed", "heap", "parent", "younger", "shown", "kept", "nothing")
        #expect(
            try await migration.targetRows("SELECT * FROM moved.elder")
                == migration.sourceRows("SELECT * FROM ONLY public.elder"))
        #expect(try await Chunks.areExact(migration))
        #expect(try await ranges(migration, "keyed").allSatisfy { $0.contains("id ") })
        for table in ["heap", "kept", "elder", "younger"] {
            #expect(try await ranges(migration, table).allSatisfy { $0.contains("blocks") }, "\(table)")
        }
        for table in ["parent", "shown"] {
            #expect(try await ranges(migration, table).allSatisfy { $0.contains("hash") }, "\(table)")
        }
    }

    @Test("if configured, a table with a key is cut by storage location, also with a filter")
    func byPlace() async throws {
        let migration = try await migration(
            Self.kinds,
            tables: "  - {source: public.keyed, target: moved.keyed, chunk: {by: ctid}, where: id % 2 = 0}")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let source = try await migration.sourceRows("SELECT * FROM keyed WHERE id % 2 = 0")
        #expect(try await migration.targetRows("SELECT * FROM moved.keyed") == source)
        #expect(try await ranges(migration, "keyed").allSatisfy { $0.contains("blocks") })
        #expect(try await Chunks.areExact(migration))
    }

    @Test("rows are copied into an existing table with equal, wider and other types")
    func existingTable() async throws {
        let migration = try await migration(
            """
            CREATE TYPE mood AS ENUM ('sad', 'ok');
            CREATE TABLE t (id int PRIMARY KEY, a inet, b int[], c mood, d smallint, e text, f numeric(10,2));
            INSERT INTO t
            SELECT i, '10.0.0.1', ARRAY[i, NULL], 'ok', i, 'e' || i, i / 4.0 FROM generate_series(1, 900) i;
            INSERT INTO t (id) VALUES (0);
            """,
            tables: "  - {source: public.t, target: moved.t, mode: append}", defaults: "  chunk_rows: 300")
        try await migration.target.execute(
            """
            CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE SCHEMA moved;
            CREATE TABLE moved.t (
                f numeric(8,3), e varchar(9), d bigint, c mood, b int[], a inet, id bigint PRIMARY KEY, more text)
            """)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let columns = "id, a, b, c, d, e, f::numeric(10,2)"
        #expect(
            try await migration.targetRows("SELECT \(columns) FROM moved.t")
                == migration.sourceRows("SELECT \(columns) FROM t"))
    }

    @Test(
        "texts of a source in another encoding arrive as UTF-8; invalid bytes fail their chunk",
        arguments: [
            ("LATIN1", #"caf\xE9"#, true), ("SQL_ASCII", #"caf\xC3\xA9"#, true), ("SQL_ASCII", #"caf\xE9"#, false),
        ])
    func encodings(encoding: String, bytes: String, isText: Bool) async throws {
        let cluster = try await PostgresCluster.shared
        let origin = try await TestSource.postgres().native
        let database = try #require(origin.database)
        try await database.drop()
        try await cluster.administer(
            """
            CREATE DATABASE \(PostgresIdentifier.quoted(database.name)) ENCODING '\(encoding)' LOCALE 'C'
              TEMPLATE template0
            """)
        try await origin.run(
            "CREATE TABLE t AS SELECT E'\(bytes)' AS a, ARRAY[E'\(bytes)', NULL] AS b, NULL::text AS c")
        let migration = try TestMigration(
            from: origin, tables: "  - {source: public.t, target: moved.t}", defaults: "  max_retry_attempts: 1",
            target: try await cluster.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == (isText ? 0 : 5), "\(run.standardError)")
        guard isText else { return }
        #expect(try await migration.targetRows("SELECT a, b[1] AS b, b[2] AS n, c FROM moved.t") == ["café|café|∅|∅"])
    }

    @Test("a value that the target's type can't hold fails its chunk, naming column and row")
    func refusedValue() async throws {
        let migration = try await migration(
            "CREATE TABLE t AS SELECT 'canary' || repeat('y', i) AS e FROM generate_series(1, 9) i",
            tables: "  - {source: public.t, target: moved.t, columns: {e: {type: varchar(14)}}}",
            defaults: "  max_retry_attempts: 1")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        let errors = try await migration.target.rows(
            "SELECT error FROM migration_status.migration_chunk_status WHERE error IS NOT NULL")
        #expect(errors.count == 1)
        #expect(errors[0].contains("column e") && errors[0].contains("row 9"), "\(errors)")
        #expect(!(errors[0] + run.standardError).contains("canary"))
        #expect(run.standardError.contains("copies all tables"), "\(run.standardError)")
    }

    @Test("check and discover describe the source; a wrong password is reported without showing it")
    func verbs() async throws {
        let migration = try await migration(Self.kinds, tables: "  - {source: public.keyed, target: moved.keyed}")
        let check = try await migration.snowmelt("check")
        #expect(check.code == 0 && check.standardOutput.contains("PostgreSQL"), "\(check.standardError)")
        let discover = try await migration.snowmelt("discover", "public.k*")
        #expect(discover.code == 0 && discover.standardOutput.contains("public.keyed"), "\(discover.standardError)")
        let role = try await migration.target.role(password: "right")
        try migration.folder.write(
            "bad.yaml",
            """
            source:
              type: postgres
              url: \(role.url.revealed.split(separator: "right", maxSplits: 1).joined(separator: "canary"))
            target: {url: \(migration.target.url.revealed)}
            tables: [{source: public.keyed, target: moved.keyed}]
            """)
        let bad = try await migration.snowmelt("check", "--config", "bad.yaml")
        #expect(bad.code == 3, "\(bad.standardOutput)")
        #expect(bad.standardOutput.contains("password authentication failed"))
        #expect(!(bad.standardOutput + bad.standardError).contains("canary"))
    }
}
