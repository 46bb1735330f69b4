import Model
import Postgres
import TestKit
import Testing

@Suite("Settings of sessions and roles while tables are published")
struct TimeLimitTests {
    /// A migration that replaces a table with an index on `moved.slowly(id)`, which calls `pause`.
    private func migration(session: String, pause: String, target: TestDatabase) async throws -> TestMigration {
        try await target.execute(
            """
            CREATE SCHEMA moved; CREATE SCHEMA app;
            CREATE FUNCTION app.pause() RETURNS void LANGUAGE plpgsql AS $$ BEGIN \(pause); END $$;
            CREATE FUNCTION moved.slowly(n bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN PERFORM pause(); RETURN n; END $$;
            CREATE TABLE moved.visits (id bigint, note text);
            CREATE INDEX visits_slow ON moved.visits (moved.slowly(id));
            """)
        let migration = try await TestMigration(
            source: """
                CREATE TABLE visits (id INTEGER, note TEXT);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
                INSERT INTO visits SELECT i, 'x' FROM n;
                """,
            tables: "  - {source: main.visits, target: moved.visits}", target: target)
        try configure(migration, session: session)
        return migration
    }

    private func configure(_ migration: TestMigration, session: String) throws {
        try migration.folder.write(
            "snowmelt.yaml",
            """
            source:
            \(migration.origin.settings(dialect: "auto"))
            target: {url: '\(migration.target.url.revealed)', session: \(session)}
            tables:
              - {source: main.visits, target: moved.visits}
            """)
    }

    @Test("a time limit of target.session that ends publishing is an error, once, and the printed way out works")
    func limit() async throws {
        let migration = try await migration(
            session: "{statement_timeout: 2s, search_path: app}", pause: "PERFORM pg_sleep(0.05)",
            target: try await PostgresCluster.shared.database())
        let start = ContinuousClock.now
        let run = try await migration.snowmelt("run", "--progress", "log")
        #expect(run.code == 5, "\(run.standardError)")
        #expect(ContinuousClock.now - start < .seconds(50))
        #expect(run.standardError.contains("statement timeout"), "\(run.standardError)")
        #expect(run.standardError.contains("`target.session`"), "\(run.standardError)")
        #expect(run.standardError.matches(of: /table not published/).count == 1, "\(run.standardError)")
        try configure(migration, session: "{search_path: app}")
        let again = try await migration.snowmelt("run")
        #expect(again.code == 0, "\(again.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.visits") == 100)
    }

    @Test("target.session applies to the statements that build indexes, with its search path")
    func settings() async throws {
        let migration = try await migration(
            session: "{maintenance_work_mem: 77MB, search_path: app, synchronous_commit: 'off'}",
            pause: """
                IF current_setting('maintenance_work_mem') <> '77MB' THEN RAISE EXCEPTION 'not in effect'; END IF
                """,
            target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.visits") == 100)
    }

    @Test("a step that is cancelled and tried again is named, with the reason and the end of the patience")
    func words() async throws {
        let target = try await PostgresCluster.shared.database()
        let migration = try await migration(
            session: "{search_path: app}", pause: "PERFORM pg_sleep(0.05)", target: target)
        let run = try migration.start("snowmelt", "run", "--progress", "log")
        let administrator = try await target.connect()
        try await eventually("the index is being built and cancelled", within: .seconds(60)) {
            try await administrator.query(
                Statement(
                    name: "cancel",
                    text: """
                        SELECT pg_cancel_backend(pid) FROM pg_stat_activity
                         WHERE datname = current_database() AND query LIKE 'CREATE INDEX%' AND state = 'active'
                        """)
            ).count > 0
        }
        await administrator.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        let line = ending.standardError.split(separator: "\n").first { $0.contains("waiting for it") } ?? ""
        #expect(line.contains("publishing moved.visits"), "\(ending.standardError)")
        #expect(line.contains("limit_seconds=900") && line.contains("user request"), "\(line)")
    }
}
