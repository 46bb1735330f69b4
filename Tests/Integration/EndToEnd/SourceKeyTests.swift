import TestKit
import Testing

@Suite("Keys that the source doesn't enforce")
struct SourceKeyTests {
    private func sqlite(
        _ sql: String, key: String = "primary_key: [id]", check: String = "counts"
    ) async throws -> TestMigration {
        try await TestMigration(
            source: sql, tables: "  - {source: main.t, target: moved.t, \(key), key_check: \(check)}",
            target: try await PostgresCluster.shared.database())
    }

    private static let duplicates = """
        CREATE TABLE t (id INTEGER, part TEXT, note TEXT);
        INSERT INTO t VALUES (1, 'a', 'x'), (7, 'a', 'x'), (7, 'b', 'x'), (7, 'c', 'x'), (9, 'a', 'x'), (9, 'A', 'x'),
            (NULL, 'a', 'x'), (NULL, 'a', 'x');
        """

    @Test("the plan refuses a key with NULLs and duplicates, with counts but no values, and the printed way out works")
    func counts() async throws {
        let migration = try await sqlite(Self.duplicates)
        for verb in [["plan", "--dry-run"], ["plan"], ["run"]] {
            let ending = try await Program.run("snowmelt", verb, directory: migration.folder.path)
            #expect(ending.code == 3, "\(verb): \(ending.standardError)")
            #expect(
                ending.standardError.contains("the key (id) is NULL in 2 rows, and has 2 values that 5 rows share"),
                "\(ending.standardError)")
            #expect(ending.standardError.contains("primary_key") && !ending.standardError.contains("(7)"))
        }
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)
        // Texts that differ in case are different keys.
        try await migration.source("DELETE FROM t WHERE id IS NULL")
        _ = try TestMigration(
            from: migration.origin, tables: "  - {source: main.t, target: moved.t, primary_key: [id, part]}",
            target: migration.target, folder: migration.folder)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.t") == 6)
        // The next run replaces the table, which has the key now.
        try await migration.source("INSERT INTO t VALUES (9, 'A', 'again'), (5, NULL, 'x')")
        let next = try await migration.snowmelt("run")
        #expect(
            next.code == 3
                && next.standardError.contains(
                    "the target's key (id, part) is NULL in 1 row, and has 1 value that 2 rows share"),
            "\(next.standardError)")
    }

    @Test("values are shown only if the config asks for them")
    func values() async throws {
        let ending = try await sqlite(Self.duplicates, check: "values").snowmelt("plan")
        #expect(ending.code == 3)
        #expect(ending.standardError.contains("(7) in 3 rows, (9) in 2 rows"), "\(ending.standardError)")
    }

    @Test("without the check, publishing finds out, nobody is told that chunks failed, and the printed way out works")
    func off() async throws {
        let migration = try await sqlite(
            "CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1), (7), (7);", check: "'off'")
        let run = try await migration.snowmelt("run", "--name", "first")
        #expect(run.code == 5, "\(run.standardError)")
        #expect(!run.standardError.contains("chunks failed"), "\(run.standardError)")
        #expect(run.standardError.contains("publishing failed: `snowmelt status first` says why"))
        let status = try await migration.snowmelt("status", "first", "--output", "json")
        #expect(status.standardOutput.contains("rows share the key (id)"), "\(status.standardOutput)")
        let published = try await migration.snowmelt("publish", "first")
        #expect(published.code == 5 && published.standardError.contains("publishing failed"))
        try await migration.source("DELETE FROM t WHERE id = 7")
        let again = try await migration.snowmelt("run")
        #expect(again.code == 5, "the copied rows are still those of before")
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        let anew = try await migration.snowmelt("run")
        #expect(anew.code == 0, "\(anew.standardError)")
    }

    @Test("queries, views, filters and expressions are checked as they are copied")
    func relations() async throws {
        let migration = try await TestMigration(
            source: Self.duplicates + "CREATE VIEW v AS SELECT id FROM t WHERE id IS NOT NULL;",
            tables: """
                  - {query: SELECT id FROM t, target: moved.by_query, primary_key: [id]}
                  - {source: main.v, target: moved.by_view, primary_key: [id]}
                  - {source: main.t, target: moved.by_filter, primary_key: [id], where: id < 7}
                  - {source: main.t, target: moved.by_expr, primary_key: [k], columns: {k: {expr: "id % 1", type: int}}}
                """, target: try await PostgresCluster.shared.database())
        for (table, finding) in [
            ("by_query", "NULL in 2 rows"), ("by_view", "2 values that 5 rows share"), ("by_filter", nil),
            ("by_expr", "1 value that 6 rows share"),
        ] {
            let plan = try await migration.snowmelt("plan", "--dry-run", "--table", "moved.\(table)")
            #expect(plan.code == (finding == nil ? 0 : 3), "\(table): \(plan.standardError)")
            if let finding { #expect(plan.standardError.contains(finding), "\(table): \(plan.standardError)") }
        }
    }

    @Test("what the source enforces isn't asked for, and its comparison of texts doesn't matter")
    func others() async throws {
        for source in [try await TestSource.postgres(), try await TestSource.postgres().native, try await .mariaDB()] {
            try await source.run(
                """
                CREATE TABLE good (id int PRIMARY KEY, code varchar(20));
                INSERT INTO good VALUES (1, 'a'), (2, 'A'), (3, 'a ');
                CREATE TABLE bad (id int, code varchar(20));
                INSERT INTO bad VALUES (1, 'a'), (2, 'A'), (3, 'a'), (4, NULL);
                """)
            let migration = try TestMigration(
                from: source,
                tables: """
                      - {source: \(source.schema).good, target: moved.good, primary_key: [code]}
                      - {source: \(source.schema).bad, target: moved.bad, primary_key: [code]}
                    """, target: try await PostgresCluster.shared.database())
            let good = try await migration.snowmelt("plan", "--dry-run", "--table", "moved.good")
            #expect(good.code == 0, "\(source): \(good.standardError)")
            let bad = try await migration.snowmelt("plan", "--dry-run", "--table", "moved.bad")
            #expect(
                bad.standardError.contains("is NULL in 1 row, and has 1 value that 2 rows share"),
                "\(source): \(bad.standardError)")
        }
    }
}
