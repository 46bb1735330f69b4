import TestKit
import Testing

@Suite("A target or a control database that was restored")
struct RestoreTests {
    private func migration(hasOwnControl: Bool = true, function: String = #function) async throws -> TestMigration {
        let control = hasOwnControl ? try await PostgresCluster.shared.database(function: "control_\(function)") : nil
        let migration = try await TestMigration(
            source: Visits.sql(rows: 5_000), tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database(function: function), control: control)
        // Earlier rows, which must not be taken for the run's rows.
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev;
            CREATE TABLE analytics_dev.agents (agent_id bigint, name text);
            CREATE TABLE analytics_dev.visits (visit_id bigint, agent_id int, visited date, amount numeric, note text);
            INSERT INTO analytics_dev.agents VALUES (1, 'old'), (2, 'old'), (3, 'old');
            """)
        return migration
    }

    private func agents(_ migration: TestMigration) async throws -> [String] {
        try await migration.targetRows("SELECT * FROM analytics_dev.agents")
    }

    private func expectEqual(_ migration: TestMigration) async throws {
        #expect(try await Visits.areEqual(migration))
        #expect(try await agents(migration) == migration.sourceRows("SELECT * FROM agents"))
        try await oracle(migration)
    }

    private func expectRefused(_ ending: Program.Ending, _ words: String...) {
        #expect(ending.code == 7, "\(ending)")
        for word in words { #expect(ending.standardError.contains(word), "\(word) in \(ending)") }
    }

    @Test("a run publishes tables again that the target has lost, before it completes", arguments: [false, true])
    func duringRun(isLoaded: Bool) async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        try await migration.control.execute(
            "UPDATE migration_status.work SET state = 'failed' WHERE (table_no, chunk_no) = (1, 2)")
        if isLoaded { #expect(try await migration.worker("--until-idle").code == 0) }
        let backup = try await migration.target.backup()
        // The agents are published, the visits aren't.
        #expect(try await migration.snowmelt("run").code == 5)
        #expect(try await agents(migration).contains("1|Zoë"))
        try await migration.target.restore(backup)
        #expect(try await agents(migration).contains("1|old"))
        #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(run.standardError.contains("restored to before this table was published"), "\(run.standardError)")
        try await expectEqual(migration)
    }

    @Test("`publish` publishes a complete run again, and every verb refers to it", arguments: [false, true])
    func afterRun(isLoaded: Bool) async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        if isLoaded { #expect(try await migration.worker("--until-idle").code == 0) }
        let backup = try await migration.target.backup()
        #expect(try await migration.snowmelt("run").code == 0)
        try await migration.target.restore(backup)
        let verified = try await migration.snowmelt("verify", "first")
        #expect(verified.code == 6, "\(verified)")
        #expect(verified.standardOutput.contains("not published"), "\(verified)")
        expectRefused(try await migration.snowmelt("run"), "is complete", "snowmelt publish")
        expectRefused(try await migration.snowmelt("cancel", "first"), "is complete", "snowmelt publish first")
        let publish = try await migration.snowmelt("publish", "first")
        #expect(publish.code == (isLoaded ? 0 : 5), "\(publish)")
        if !isLoaded { #expect(try await migration.snowmelt("run").code == 0) }
        try await expectEqual(migration)
        #expect(try await migration.snowmelt("verify", "first").code == 0)
        #expect(try await migration.snowmelt("publish", "first").code == 0)
    }

    @Test("a complete run can be cancelled if the target has lost it")
    func givenUp() async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        let backup = try await migration.target.backup()
        #expect(try await migration.snowmelt("run").code == 0)
        try await migration.target.restore(backup)
        let cancelled = try await migration.snowmelt("cancel", "first", "--yes")
        #expect(cancelled.code == 0, "\(cancelled)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration)
    }

    @Test("a target restored to a time before the plan: the run can't be published, and the next run copies everything")
    func beforePlan() async throws {
        let migration = try await migration()
        let backup = try await migration.target.backup()
        #expect(try await migration.snowmelt("run", "--name", "first").code == 0)
        try await migration.target.restore(backup)
        #expect(try await migration.snowmelt("verify", "first").code == 6)
        expectRefused(try await migration.snowmelt("publish", "first"), "nothing of run first is left", "snowmelt run")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration)
    }

    @Test("a target restored to a time before an unfinished run's plan: the run says so, and can be cancelled")
    func beforePlanDuringRun() async throws {
        let migration = try await migration()
        let backup = try await migration.target.backup()
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        try await migration.control.execute(
            "UPDATE migration_status.work SET state = 'failed' WHERE (table_no, chunk_no) = (1, 2)")
        #expect(try await migration.snowmelt("run").code == 5)
        try await migration.target.restore(backup)
        #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run)")
        let status = try await migration.snowmelt("status", "first")
        #expect(status.standardOutput.lowercased().contains("cancel"), "\(status)")
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        let next = try await migration.snowmelt("run")
        #expect(next.code == 0, "\(next.standardError)")
        try await expectEqual(migration)
    }

    @Test("receipts and publications wait for the disk, regardless of the database's default")
    func durable() async throws {
        let migration = try await migration()
        try await migration.target.execute(
            #"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$"#
        )
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.target.execute(
            """
            CREATE TABLE public.seen (what text, setting text);
            CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO public.seen VALUES (TG_TABLE_NAME, current_setting('synchronous_commit'));
                RETURN NULL;
            END $$;
            CREATE TRIGGER look AFTER INSERT ON migration_receipt.receipt FOR EACH ROW EXECUTE FUNCTION public.look();
            CREATE TRIGGER look AFTER INSERT ON migration_receipt.publication FOR EACH ROW EXECUTE FUNCTION public.look();
            """)
        #expect(try await migration.snowmelt("run").code == 0)
        #expect(
            try await migration.targetRows("SELECT DISTINCT what, setting FROM public.seen")
                == ["publication|on", "receipt|on"])
    }

    /// The states in which somebody may find a run.
    enum State: String, CaseIterable, Sendable {
        case planning, active, paused, loading, loaded, failed, published, completed, cancelled
    }

    /// Brings a run named `first` into a state.
    private func bring(_ migration: TestMigration, to state: State) async throws {
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        switch state {
        case .planning:
            // The state left by a coordinator that dies while planning.
            try await migration.control.execute(
                """
                DELETE FROM migration_status.work; DELETE FROM migration_status.chunk;
                UPDATE migration_status.run SET state = 'planning', coordinator_until = NULL;
                UPDATE migration_status.run_table SET state = 'planning', spec = NULL
                """)
        case .active: break
        case .paused: #expect(try await migration.snowmelt("pause", "first").code == 0)
        case .loading, .failed:
            try await migration.control.execute(
                "UPDATE migration_status.work SET state = 'failed' WHERE (table_no, chunk_no) = (1, 2)")
            #expect(try await migration.worker("--until-idle").code == 0)
            if state == .loading { #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0) }
        case .loaded: #expect(try await migration.worker("--until-idle").code == 0)
        case .published:
            #expect(try await migration.snowmelt("run").code == 0)
            // The state left by a coordinator that dies right after the last swap.
            try await migration.control.execute(
                "UPDATE migration_status.run SET state = 'active', completed_at = NULL, coordinator_until = NULL")
        case .completed: #expect(try await migration.snowmelt("run").code == 0)
        case .cancelled: #expect(try await migration.snowmelt("cancel", "first").code == 0)
        }
    }

    @Test("every state of a run has a way out", arguments: State.allCases)
    func waysOut(state: State) async throws {
        let migration = try await migration()
        try await bring(migration, to: state)
        // Each verb does its work or names the verb that does.
        for verb in ["status", "chunks", "verify", "publish"] {
            let ending = try await migration.snowmelt(verb, "first")
            #expect([0, 2, 5, 6, 7].contains(ending.code), "\(verb): \(ending)")
            if [2, 7].contains(ending.code) {
                #expect(ending.standardError.contains("`snowmelt "), "\(verb) points at nothing: \(ending)")
            }
        }
        if state == .paused { #expect(try await migration.snowmelt("resume", "first").code == 0) }
        if state == .failed {
            #expect(try await migration.snowmelt("run").code == 5)
            #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0)
        }
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration)
    }

    @Test("every state of a run can be left by `cancel` and a new run", arguments: State.allCases)
    func cancelled(state: State) async throws {
        let migration = try await migration()
        try await bring(migration, to: state)
        let cancelled = try await migration.snowmelt("cancel", "first")
        if state == .completed {
            expectRefused(cancelled, "nothing to cancel")
        } else {
            #expect(cancelled.code == 0, "\(cancelled)")
        }
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration)
    }
}
