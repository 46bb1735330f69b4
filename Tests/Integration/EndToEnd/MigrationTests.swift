import Model
import Postgres
import TestKit
import Testing

@Suite("A migration from end to end")
struct MigrationTests {
    @Test("all rows arrive once, and the operators' query shows it", arguments: [false, true])
    func moves(hasOwnControl: Bool) async throws {
        let target = try await PostgresCluster.shared.database()
        let control = hasOwnControl ? try await PostgresCluster.shared.database(function: "control()") : nil
        let migration = try await TestMigration(
            source: Visits.sql(rows: 20_000), tables: Visits.tables, defaults: "  threads: 3\n  chunk_rows: 1500",
            target: target, control: control)
        let ending = try await migration.snowmelt("run", "--workers", "2", "--output", "json")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardOutput.contains(#""state" : "completed""#), "\(ending.standardOutput)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))

        let status = try await migration.control.connect()
        let rows = try await status.query(
            Statement(
                name: "operators",
                text: """
                    SELECT target_schema, source_table,
                           completed_chunks || '/' || total_chunks as progress,
                           ROUND(completed_chunks::NUMERIC/total_chunks*100,1) || '%' as pct,
                           status
                    FROM migration_status.migration_table_status
                    WHERE target_schema IN ('analytics_dev', 'analytics_dev2')
                    ORDER BY target_schema;
                    """))
        let lines = try rows.map { try "\($0.string("source_table")) \($0.string("pct")) \($0.string("status"))" }
        #expect(Set(lines) == ["visits 100.0% completed", "agents 100.0% completed"])
        await status.close()

        let key = try await migration.number(
            "SELECT count(*) FROM pg_constraint WHERE conname = 'visits_pkey' AND contype = 'p'")
        #expect(key == 1)
        let staging = try await migration.number("SELECT count(*) FROM pg_class WHERE relname LIKE '\\_\\_snowmelt%'")
        #expect(staging == 0)
    }

    @Test("replace keeps the grants, and the old rows until all new rows are there")
    func replaces() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 500), tables: Visits.tables, defaults: "  definition: source",
            target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev; CREATE TABLE analytics_dev.visits (old int);
            INSERT INTO analytics_dev.visits VALUES (1); GRANT SELECT ON analytics_dev.visits TO PUBLIC
            """)
        let ending = try await migration.snowmelt("run")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Visits.areEqual(migration))
        let granted = try await migration.number(
            """
            SELECT count(*) FROM information_schema.table_privileges
             WHERE table_name = 'visits' AND grantee = 'PUBLIC' AND privilege_type = 'SELECT'
            """)
        #expect(granted == 1)
    }

    @Test("append adds to the existing rows, truncate replaces them if allowed")
    func otherModes() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 900),
            tables: """
                  - source: main.visits
                    target: analytics_dev.visits
                    mode: append
                  - source: main.agents
                    target: analytics_dev.agents
                    mode: truncate
                """, defaults: "  chunk_rows: 200", target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev;
            CREATE TABLE analytics_dev.visits (extra int DEFAULT 5, visit_id int, agent_id int, visited date,
                                               amount numeric, note varchar(60));
            INSERT INTO analytics_dev.visits (visit_id) VALUES (-1);
            CREATE TABLE analytics_dev.agents (agent_id bigint PRIMARY KEY, name text);
            INSERT INTO analytics_dev.agents VALUES (99, 'old')
            """)
        let refused = try await migration.snowmelt("run")
        #expect(refused.code == 7)
        #expect(refused.standardError.contains("allow_truncate"))
        #expect(try await migration.number("SELECT count(*) FROM analytics_dev.agents") == 1)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)

        let ending = try await migration.snowmelt("run", environment: ["SNOWMELT_ALLOW_TRUNCATE": "true"])
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM analytics_dev.visits") == 901)
        #expect(try await migration.number("SELECT count(*) FROM analytics_dev.visits WHERE extra = 5") == 901)
        #expect(
            try await migration.targetRows("SELECT * FROM analytics_dev.agents")
                == migration.sourceRows("SELECT * FROM agents"))
    }

    @Test("a table whose rows may not be removed also keeps the others from being set up: no schema is left")
    func refusedTruncation() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 100),
            tables: """
                  - {source: main.visits, target: fresh.visits}
                  - {source: main.agents, target: public.agents, mode: truncate}
                """, target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            "CREATE TABLE public.agents (agent_id bigint PRIMARY KEY, name text); INSERT INTO agents VALUES (99, 'old')"
        )
        let refused = try await migration.snowmelt("run")
        #expect(refused.code == 7 && refused.standardError.contains("allow_truncate"), "\(refused.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM pg_namespace WHERE nspname = 'fresh'") == 0)
        #expect(try await migration.number("SELECT count(*) FROM public.agents") == 1)
    }

    @Test("a paused run waits, and continues when it is resumed")
    func pauses() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 30_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan", "--name", "paused").code == 0)
        #expect(try await migration.snowmelt("pause", "paused").code == 0)
        let run = try migration.start("snowmelt", "run", "--progress", "none")
        try await eventually("the coordinator leads") {
            try await migration.number(
                "SELECT count(*) FROM migration_status.run WHERE coordinator_until > now()") == 1
        }
        #expect(try await migration.number("SELECT count(*) FROM migration_status.work WHERE state <> 'ready'") == 0)
        #expect(try await migration.snowmelt("resume", "paused").code == 0)
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
    }

    @Test("trap 11: a run that is planned again after its truncation doesn't truncate again")
    func truncatesOnce() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 10),
            tables: "  - {source: main.agents, target: analytics_dev.agents, mode: truncate}",
            target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            "CREATE SCHEMA analytics_dev; CREATE TABLE analytics_dev.agents (agent_id bigint, name text)")
        #expect(try await migration.snowmelt("plan").code == 0)
        // As if the coordinator had died between the truncation and the end of its plan, and then somebody had added a
        // row.
        try await migration.target.execute(
            """
            DELETE FROM migration_status.work; DELETE FROM migration_status.chunk;
            UPDATE migration_status.run SET state = 'planning', coordinator_until = NULL;
            INSERT INTO analytics_dev.agents VALUES (99, 'not ours')
            """)
        let ending = try await migration.snowmelt("run")
        #expect(ending.code == 5, "\(ending.standardError)")
        #expect(ending.standardError.contains("holds 4 rows but the receipts prove 3"), "\(ending.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM analytics_dev.agents WHERE agent_id = 99") == 1)
    }
}
