import Model
import TestKit
import Testing

@Suite("A table that can't be planned doesn't keep the others from being copied")
struct OddTableTests {
    private func migration(
        _ system: TestSystem, settings: String = "", function: String = #function
    ) async throws -> TestMigration {
        let source = try await system.source(function, script: system.script)
        return try TestMigration(
            from: source, tables: "  - {source: \(source.schema).*, target: moved.*\(settings)}",
            target: try await PostgresCluster.shared.database(function: "\(function)_\(system)"))
    }

    private func expect(_ ending: Program.Ending, code: Int32, says words: [String]) {
        let said = ending.standardError + ending.standardOutput
        #expect(ending.code == code, "\(said)")
        for word in words { #expect(said.contains(word), "\(word) in: \(said)") }
    }

    @Test(
        "by default the error names all of them with their reasons, and nothing is copied",
        arguments: TestSystem.possible)
    func fails(_ system: TestSystem) async throws {
        let migration = try await migration(system)
        let schema = migration.origin.schema
        let ending = try await migration.snowmelt("run", "--progress", "none")
        #expect([2, 3, 7].contains(ending.code), "\(ending.standardError)")
        #expect(ending.standardError.contains("of \(system.odd.count + 2) tables can't be planned"))
        for (table, reason) in system.odd {
            let line = ending.standardError.split(separator: "\n").first { $0.contains("\(schema).\(table): ") }
            #expect(line?.contains(reason) == true, "\(table): \(ending.standardError)")
        }
        #expect(ending.standardError.contains("on_table_error: skip"))
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)
    }

    @Test(
        "with on_table_error: skip the others are copied, and the run says which aren't", arguments: TestSystem.possible
    )
    func skips(_ system: TestSystem) async throws {
        let migration = try await migration(system, settings: ", on_table_error: skip")
        let names = system.odd.map(\.table)
        let preview = try await migration.snowmelt("plan", "--dry-run", "--output", "json")
        expect(preview, code: 0, says: names.map { "\(migration.origin.schema).\($0)" } + ["\"skipped\""])
        let ending = try await migration.snowmelt("run", "--progress", "none")
        expect(ending, code: 5, says: system.odd.map(\.reason) + ["\(names.count) tables couldn't be planned"])
        #expect(try await migration.targetRows("SELECT * FROM moved.a_good") == ["1|x", "2|y"])
        #expect(try await migration.targetRows("SELECT * FROM moved.z_good") == ["7"])
        let failed = """
            SELECT source_table FROM migration_status.migration_table_status WHERE status = 'failed' ORDER BY 1
            """
        #expect(try await migration.targetRows(failed) == names)
        expect(try await migration.snowmelt("status", "latest"), code: 0, says: ["completed", "failed"] + names)
        #expect(try await migration.snowmelt("verify", "latest").code != 1)
        // The run is over, so the next one tries again.
        let again = try await migration.snowmelt("run", "--progress", "none", "--output", "json")
        expect(again, code: 5, says: names)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run WHERE state = 'completed'") == 2)
    }

    @Test("without them in the pattern, the run has nothing to complain about", arguments: TestSystem.possible)
    func excludes(_ system: TestSystem) async throws {
        let names = system.odd.map { "\"\($0.table)\"" }.joined(separator: ", ")
        let migration = try await migration(system, settings: ", exclude: [\(names)]")
        expect(try await migration.snowmelt("run", "--progress", "none"), code: 0, says: ["equal"])
        #expect(try await migration.targetRows("SELECT * FROM moved.z_good") == ["7"])
    }

    @Test("discover shows every table, and why some can't be copied", arguments: TestSystem.possible)
    func discovers(_ system: TestSystem) async throws {
        let migration = try await migration(system)
        let ending = try await migration.snowmelt("discover", "--count")
        expect(
            ending, code: 0,
            says: ["a_good", "z_good"] + system.odd.flatMap { ["\(migration.origin.schema).\($0.table): ", $0.reason] })
    }

    @Test("a missing privilege at the source is named with its table", arguments: [TestSystem.copy, .odbc])
    func missingPrivilege(_ system: TestSystem) async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute(
            """
            CREATE TABLE a_good (id int PRIMARY KEY); INSERT INTO a_good VALUES (1); CREATE TABLE mine (id int);
            CREATE TABLE partly (id int, ssn text); INSERT INTO partly VALUES (1, 'x');
            CREATE TABLE z_good (id int PRIMARY KEY);
            """)
        let role = try await database.role(
            password: "reader", grants: ["SELECT ON a_good, z_good", "SELECT (id) ON partly"])
        let target = try await PostgresCluster.shared.database(function: "target_\(system)")
        func migration(_ settings: String) throws -> TestMigration {
            let migration = try TestMigration(
                from: try .postgres(of: database).native,
                tables: "  - {source: public.*, target: moved.*\(settings)}", target: target)
            let odbc = "Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=\(database.cluster.port);Database="
            let source =
                system == .copy
                ? "{type: postgres, url: '\(role.url.revealed)'}"
                : "{type: odbc, connection: '\(odbc)\(database.name);Username=\(role.name);Password=reader'}"
            try migration.folder.write(
                "snowmelt.yaml",
                "source: \(source)\ntarget: {url: '\(target.url.revealed)'}\ntables:\n"
                    + "  - {source: public.*, target: moved.*\(settings)}\n"
                    + "  - {source: public.partly, columns: {ssn: {drop: true}}}\n")
            return migration
        }
        let ending = try await migration("").snowmelt("run", "--progress", "none")
        expect(ending, code: 3, says: ["public.mine: ", "permission denied for table mine"])
        #expect(!ending.standardError.contains("public.partly"), "\(ending.standardError)")
        let skipping = try migration(", on_table_error: skip")
        expect(
            try await skipping.snowmelt("run", "--progress", "none"), code: 5,
            says: ["public.mine", "1 table couldn't"])
        #expect(try await skipping.targetRows("SELECT * FROM moved.partly") == ["1"])
    }

    @Test("a broken view in Snowflake is skipped", .enabled(if: EmulatedVisits.obstacle == nil))
    func snowflake() async throws {
        let visits = try await EmulatedVisits(
            rows: 50, script: "CREATE TABLE GONE (A INT); CREATE VIEW BROKEN AS SELECT A FROM GONE; DROP TABLE GONE;")
        let migration = try TestMigration(
            from: .snowflake(visits.emulator),
            tables: "  - {source: PUBLIC.*, target: moved.*, on_table_error: skip}",
            target: try await PostgresCluster.shared.database())
        expect(try await migration.snowmelt("run", "--progress", "none"), code: 5, says: ["PUBLIC.BROKEN"])
        #expect(try await migration.number("SELECT count(*) FROM moved.\"VISITS\"") == 50)
    }

    @Test("oids beyond 31 bits are keys like others", arguments: [TestSystem.copy, .odbc, .adbc], ["auto", "ansi"])
    func oids(_ system: TestSystem, _ dialect: String) async throws {
        // The ADBC driver doesn't say that a column holds oids.
        guard TestSystem.possible.contains(system), dialect == "auto" || system == .odbc else { return }
        let source = try await TestSource.postgres(function: "\(#function)_\(system)_\(dialect)")
        try await source.run(
            """
            CREATE TABLE keys (id oid PRIMARY KEY, n int);
            INSERT INTO keys SELECT (4294967295 - i::bigint * 1000003)::oid, i FROM generate_series(0, 4000) i;
            CREATE TABLE dense (id oid PRIMARY KEY); INSERT INTO dense SELECT (2147483000::bigint + i)::oid FROM generate_series(1, 999) i;
            CREATE TABLE repeated (id oid); INSERT INTO repeated SELECT (2147483000::bigint + i % 999)::oid FROM generate_series(1, 5000) i;
            """)
        let way = system == .copy ? source.native : system == .adbc ? source.overADBC : source
        let migration = try TestMigration(
            from: way, dialect: dialect,
            tables: """
                  - {source: public.*, target: moved.*}
                  - {source: public.repeated, chunk: \(dialect == "ansi" ? "none" : "{column: id}")}
                """, defaults: "  threads: 2\n  chunk_rows: 300",
            target: try await PostgresCluster.shared.database(function: "\(#function)_\(system)_\(dialect)"))
        expect(try await migration.snowmelt("run", "--progress", "none"), code: 0, says: ["equal"])
        for query in ["SELECT id, n FROM %keys", "SELECT id FROM %dense", "SELECT id FROM %repeated"] {
            func text(_ schema: String) -> String { query.split(separator: "%").joined(separator: "\(schema).") }
            #expect(try await migration.targetRows(text("moved")) == migration.sourceRows(text("public")))
        }
    }

    @Test("SQLite's shadow tables are copied only if they are named", arguments: [TestSystem.sqlite, .sqliteADBC])
    func shadows(_ system: TestSystem) async throws {
        guard TestSystem.possible.contains(system) else { return }
        let source = TestSource.sqlite(in: try TestFolder())
        try await source.run(
            """
            CREATE VIRTUAL TABLE docs USING fts5(a, b); INSERT INTO docs VALUES ('x', 'y');
            CREATE VIRTUAL TABLE "Old" USING
                fts4(a); INSERT INTO "Old" VALUES ('x');
            CREATE VIRTUAL TABLE places USING rtree(id, x0, x1); INSERT INTO places VALUES (1, 0, 1);
            CREATE TABLE docs_notes (id int); CREATE TABLE node (id int); CREATE TABLE plain_data (id int);
            """)
        let migration = try TestMigration(
            from: system == .sqlite ? source : source.overADBC,
            tables: "  - {source: main.*, target: moved.*}\n  - {source: main.docs_content}",
            target: try await PostgresCluster.shared.database(function: "\(#function)_\(system)"))
        let discovered = try await migration.snowmelt("discover")
        #expect(!discovered.standardOutput.contains("docs_data"), "\(discovered.standardOutput)")
        #expect(try await migration.snowmelt("discover", "main.docs_data").standardOutput.contains("docs_data"))
        let ending = try await migration.snowmelt("run", "--progress", "none", "--on-table-error", "skip")
        let tables = try await migration.targetRows(
            "SELECT source_table FROM migration_status.migration_table_status ORDER BY 1")
        #expect(
            tables == ["Old", "docs", "docs_content", "docs_notes", "node", "places", "plain_data"],
            "\(ending.standardError)")
    }
}

extension TestSystem {
    /// Good tables, and others that can't be planned.
    fileprivate var script: String {
        let good = """
            CREATE TABLE a_good (id int PRIMARY KEY, t varchar(9)); INSERT INTO a_good VALUES (1, 'x'), (2, 'y');
            CREATE TABLE z_good (id int PRIMARY KEY); INSERT INTO z_good VALUES (7);
            CREATE TABLE gone (a int); CREATE VIEW broken AS SELECT a FROM gone;

            """
        let taken = "CREATE TABLE taken (id int, xmin int); DROP TABLE gone;"
        return switch self {
        case .sqlite, .sqliteADBC:
            good + """
                \(taken) PRAGMA writable_schema = ON;
                INSERT INTO sqlite_master VALUES ('table', 'unknown', 'unknown', 0,
                    'CREATE VIRTUAL TABLE unknown USING nosuchmodule(a)');
                """
        case .copy, .odbc, .adbc:
            good + """
                DROP VIEW broken; DROP TABLE gone; CREATE TABLE empty (); CREATE FUNCTION f() RETURNS int LANGUAGE sql
                AS 'SELECT 1'; CREATE VIEW broken AS SELECT f() AS a; CREATE FOREIGN DATA WRAPPER nothing;
                CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing; CREATE FOREIGN TABLE far (a int) SERVER nowhere;
                CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE plpgsql AS
                $$BEGIN RETURN (SELECT a FROM gone); END$$;
                """
        case .mariaDB: good + taken
        }
    }

    /// The tables that can't be planned, and words of each reason.
    fileprivate var odd: [(table: String, reason: String)] {
        switch self {
        case .sqlite, .sqliteADBC:
            [
                ("broken", "no such table: main.gone"), ("taken", "xmin"),
                ("unknown", "no such module: nosuchmodule"),
            ]
        case .copy, .odbc, .adbc: [("broken", "gone"), ("empty", "columns"), ("far", "no handler")]
        case .mariaDB: [("broken", "references invalid table"), ("taken", "xmin")]
        }
    }
}
