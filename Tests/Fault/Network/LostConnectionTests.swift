import FaultPoints
import Glibc
import Model
import Statements
import TestKit
import Testing

@Suite("Connections that break")
struct LostConnectionTests {
    struct Cut: Sendable, CustomTestStringConvertible {
        let direction: ProxyFault.Direction
        let ending: ProxyFault.Ending

        var testDescription: String { "\(direction), \(ending)" }

        static let all = [ProxyFault.Direction.toServer, .toClient].flatMap { direction in
            [ProxyFault.Ending.reset, .finish].map { Cut(direction: direction, ending: $0) }
        }
    }

    @Test(
        "fault 15: a connection that is cut in the middle of a COPY costs an attempt but no row",
        arguments: Cut.all, Layout.allCases)
    func midCopy(cut: Cut, layout: Layout) async throws {
        var random = Seeded()
        let visits = try await ProxiedVisits(layout, seed: random.seed)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let proxy = visits.toTarget
        let retried = { @Sendable in
            try await visits.migration.number(
                "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'retried'", in: visits.migration.control)
        }
        // A chunk is about 60 kB. Replies are short, so in that direction the end of the COPY is lost.
        let slow = cut.direction == .toClient ? try await SlowLoading(visits.migration) : nil
        if slow == nil {
            let fault = ProxyFault.cut(after: .random(in: 10_000...50_000, using: &random), .toServer, by: cut.ending)
            proxy.inject(fault, into: .application(ProxiedVisits.worker), times: 3)
        }
        let run = try visits.migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        if let slow {
            try await slow.copying()
            let fault = ProxyFault.cut(after: 0, .toClient, by: cut.ending)
            proxy.inject(fault, into: .application(ProxiedVisits.worker))
            // Make sure that a COPY is cut, not only connections that are being opened.
            try await eventually("a COPY is cut") { try await retried() > 0 }
            proxy.pass()
        }
        try await eventually("a connection is cut") { proxy.strikes > 0 }
        let start = ContinuousClock.now
        try await slow?.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await retried() > 0)
        let recovery = Recovery(measured: .now - start, chunk: .seconds(2))
        print(try await oracle(visits.migration, recovery: recovery))
    }

    @Test(
        "fault 17: a chunk whose COMMIT got no reply is recognised by its receipt, and isn't copied again",
        arguments: [ProxyFault.Ending.reset, .finish], Layout.allCases)
    func commitReply(ending: ProxyFault.Ending, layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        visits.toTarget.inject(
            .loseCommitReply(by: ending), into: .application(ProxiedVisits.worker), times: 3)
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toTarget.strikes == 3)
        #expect(try await visits.mostAttempts == 1)
        print(try await oracle(visits.migration))
    }

    @Test(
        "fault 17: a lost reply to a claim or a done mark costs no attempt",
        arguments: [SQL.claimChunk, SQL.finishChunk].map(\.name), Layout.allCases)
    func controlReply(statement: String, layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let text = statement == SQL.claimChunk.name ? SQL.claimChunk.text : SQL.finishChunk.text
        visits.toControl.inject(.loseReply(to: text), into: .application(ProxiedVisits.worker), times: 3)
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toControl.strikes == 3)
        #expect(try await visits.mostAttempts == 1)
        print(try await oracle(visits.migration))
    }

    @Test(
        "fault 17: a plan whose COMMIT got no reply is kept, and the command continues with it",
        arguments: ["plan", "run"], Layout.allCases)
    func planReply(verb: String, layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        let faults = try PlannedFaults((.midPlan, "stop"))
        let coordinator = try visits.migration.start("snowmelt", verb, environment: faults.environment)
        #expect(try await faults.happened(.midPlan) == coordinator.pid)
        visits.toControl.inject(.loseCommitReply(), into: .application(ProxiedVisits.coordinator), times: 1)
        coordinator.signal(SIGCONT)
        let ending = try await coordinator.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(visits.toControl.strikes == 1)
        let run = try await visits.migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        let runs = try await visits.migration.number(
            "SELECT count(*) FROM migration_status.run", in: visits.migration.control)
        #expect(runs == (verb == "plan" ? 1 : 2))
        print(try await oracle(visits.migration))
    }

    @Test(
        "fault 17: a run whose creation got no reply doesn't block other runs", arguments: Layout.allCases)
    func creationReply(layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        visits.toControl.inject(
            .loseReply(to: "INSERT INTO migration_status.run\n"), into: .application(ProxiedVisits.coordinator),
            times: 1)
        let run = try await visits.migration.snowmelt("run", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toControl.strikes == 1)
        print(try await oracle(visits.migration))
    }

    @Test(
        "fault 17: a chunk that seems to stall in its COMMIT, and then gets no reply, is recognised by its receipt",
        arguments: [ProxyFault.cut(after: 0, .toClient), .silence])
    func stalledCommit(fault: ProxyFault) async throws {
        // One slot, so the next reply from the target is the answer to the COMMIT.
        let visits = try await ProxiedVisits(
            .twoDatabases, rows: 3_000,
            settings: "  threads: 1\n  chunk_rows: 1000\n  stall_timeout_seconds: 2\n  max_retry_attempts: 1")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        // One chunk's COMMIT takes longer than the stall timeout, and can't be cancelled.
        try await visits.migration.target.execute(
            """
            CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                start timestamptz := clock_timestamp();
            BEGIN
                WHILE clock_timestamp() < start + interval '2.8 s' LOOP
                    BEGIN
                        PERFORM pg_sleep(0.1);
                    EXCEPTION WHEN query_canceled THEN
                        NULL;
                    END;
                END LOOP;
                RETURN NULL;
            END $$;
            DO $do$ BEGIN
                EXECUTE (SELECT format('CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED '
                                       'FOR EACH ROW WHEN (NEW.visit_id = 3) EXECUTE FUNCTION linger()', oid::regclass)
                           FROM pg_class WHERE relname LIKE '\\_\\_snowmelt\\_%\\_1' AND relkind = 'r');
            END $do$
            """)
        let worker = try visits.migration.start("snowmelt-worker", "--until-idle")
        try await eventually("a COMMIT takes its time") {
            try await visits.migration.number(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE query = 'COMMIT' AND state = 'active' AND datname = current_database()
                """) > 0
        }
        visits.harm(ProxiedVisits.worker, at: visits.toTarget, by: fault)
        #expect(try await worker.ending().code == 0)
        // A server notices a silent connection after about 25 s.
        visits.toTarget.cutAll()
        // The worker itself finds the receipt; otherwise only publishing would find it later.
        let unsettled = "SELECT count(*) FROM migration_status.work WHERE state <> 'done'"
        #expect(try await visits.migration.number(unsettled, in: visits.migration.control) == 0)
        let run = try await visits.migration.snowmelt("run", "--workers", "1", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toTarget.strikes == 1)
        print(try await oracle(visits.migration))
    }

    @Test("fault 17: control connections that break within any reply", arguments: Layout.allCases)
    func anyControlReply(layout: Layout) async throws {
        var random = Seeded()
        let visits = try await ProxiedVisits(layout, seed: random.seed)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let fault = ProxyFault.cut(after: .random(in: 1500...6000, using: &random), .toClient)
        visits.toControl.inject(fault, into: .application(ProxiedVisits.worker), times: 4)
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toControl.strikes > 0)
        print(try await oracle(visits.migration))
    }
}
