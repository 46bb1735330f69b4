import Model
import Postgres
import TestKit
import Testing

@Suite("Other sessions in the databases")
struct ContentionTests {
    @Test("fault 30: 200 slots that claim at the same time share 1,000 chunks without a collision")
    func claimers() async throws {
        let migration = try await Layout.oneDatabase.visits(
            rows: 20_000, settings: "  threads: 50\n  chunk_rows: 20\n  max_retry_attempts: 1")
        let ending = try await migration.snowmelt("run", "--workers", "4", "--progress", "none")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Chunks.count(migration) >= 1_000)
        try await oracle(migration)
        let claims = try await migration.number("SELECT max(attempt) FROM migration_status.work")
        #expect(claims == 1)
    }

    @Test("fault 31: a deadlock with a user's session fails one attempt, not the chunk")
    func deadlock() async throws {
        let migration = try await appending()
        // A row of the load waits for the user's lock while the user waits for the load's table.
        try await migration.target.execute(
            """
            CREATE TABLE audit (n int); INSERT INTO audit VALUES (0);
            CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.visit_id = 3 THEN UPDATE public.audit SET n = n + 1; END IF; RETURN NEW; END $$;
            CREATE TRIGGER audited BEFORE INSERT ON analytics_dev.visits FOR EACH ROW EXECUTE FUNCTION audited()
            """)
        #expect(try await migration.snowmelt("plan").code == 0)
        let user = try await migration.target.connect()
        try await user.begin()
        // The user's session checks for deadlocks later, so PostgreSQL cancels the load.
        try await user.execute(Statement(name: "patience", text: "SET LOCAL deadlock_timeout = '1h'"))
        try await user.execute(Statement(name: "hold", text: "UPDATE audit SET n = n + 1"))
        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await eventually("the load waits for the user") {
            try await migration.number(
                """
                SELECT count(*) FROM pg_stat_activity
                 WHERE application_name = 'snowmelt-worker' AND wait_event_type = 'Lock'
                   AND datname = current_database()
                """) > 0
        }
        try await user.execute(
            Statement(name: "cross", text: "LOCK TABLE analytics_dev.visits IN ACCESS EXCLUSIVE MODE"),
            deadline: .seconds(120))
        try await user.commit()
        await user.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        let retried = try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'retried' AND error LIKE '%deadlock%'")
        #expect(retried == 1)
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
    }

    @Test(
        "fault 32: a lock on the target, or a change of its columns, is waited for",
        arguments: ["LOCK TABLE analytics_dev.visits", "ALTER TABLE analytics_dev.visits ADD COLUMN later int"])
    func locked(statement: String) async throws {
        let migration = try await appending()
        #expect(try await migration.snowmelt("plan").code == 0)
        let user = try await migration.target.connect()
        try await user.begin()
        try await user.execute(Statement(name: "user", text: statement))
        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await eventually("the load waits for the user") {
            try await migration.number(
                """
                SELECT count(*) FROM pg_stat_activity
                 WHERE application_name = 'snowmelt-worker' AND wait_event_type = 'Lock'
                   AND datname = current_database()
                """) > 0
        }
        try await user.commit()
        await user.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
    }

    @Test("fault 33: a snapshot held for the whole run does no harm")
    func heldSnapshot() async throws {
        let migration = try await Layout.oneDatabase.visits()
        #expect(try await migration.snowmelt("plan").code == 0)
        let user = try await migration.target.connect()
        try await user.begin(.repeatableRead)
        _ = try await user.query(Statement(name: "see", text: "SELECT count(*) FROM migration_status.work"))
        let ending = try await migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
        let seen = try await user.query(
            Statement(
                name: "see", text: "SELECT count(*)::int AS n FROM migration_status.work WHERE state = 'done'"))
        #expect(try seen.first?.int("n") == 0)
        try await user.commit()
        await user.close()
    }

    /// A migration into an existing table, so that users can collide with the load.
    private func appending() async throws -> TestMigration {
        let migration = try await Layout.oneDatabase.visits(
            rows: 5_000,
            tables: """
                  - source: main.visits
                    target: analytics_dev.visits
                    mode: append
                """)
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev;
            CREATE TABLE analytics_dev.visits (visit_id bigint, agent_id int, visited date, amount numeric, note text)
            """)
        return migration
    }
}
