import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("Workers that are frozen and resume")
struct StoppedWorkerTests {
    @Test(
        "faults 9 to 11: a worker frozen past its lease commits nothing when it resumes",
        arguments: [FaultPoint.midCopy, .beforeCommit], [false, true])
    func frozen(point: FaultPoint, hasUniqueIndex: Bool) async throws {
        let migration = try await Layout.twoDatabases.visits(
            tables: hasUniqueIndex ? Self.appending : Visits.tables)
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev;
            CREATE TABLE analytics_dev.visits (visit_id bigint PRIMARY KEY, agent_id int, visited date, amount numeric,
                                               note text);
            CREATE TABLE analytics_dev.agents (agent_id bigint, name text)
            """)
        #expect(try await migration.snowmelt("plan").code == 0)
        let faults = try PlannedFaults((point, "stop@3"))
        let zombie = try migration.start("snowmelt-worker", "--log-format", "json", environment: faults.environment)
        #expect(try await faults.happened(point) == zombie.pid)
        let run = try migration.start("snowmelt", "run", "--workers", "1")
        try await eventually("its chunks are taken back") {
            try await migration.number(
                "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'", in: migration.control) > 0
        }
        zombie.signal(SIGCONT)
        let ending = try await zombie.ending()
        #expect(ending.code == 4, "\(ending.standardError)")
        let completed = try await run.ending()
        #expect(completed.code == 0, "\(completed.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
        if !hasUniqueIndex { try await oracle(migration, logs: [ending.standardError], lostLeases: 1) }
    }

    @Test("fault 12: when the heartbeat stops, the slots commit nothing and the worker ends")
    func heartbeatDies() async throws {
        let migration = try await Layout.oneDatabase.visits(settings: "  threads: 1\n  chunk_rows: 5000")
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 5)
        let faults = try PlannedFaults((.beforeHeartbeat, "delay:60@2"))
        let worker = try migration.start(
            "snowmelt-worker", "--log-format", "json", environment: faults.environment)
        _ = try await faults.happened(.beforeHeartbeat)
        try await eventually("the slot lets go") { worker.standardError.contains("lease ran out") }
        try await slow.end()
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        let ending = try await worker.ending()
        #expect(ending.code == 4, "\(ending.standardError)")
        try await oracle(migration, logs: [ending.standardError], lostLeases: 1)
    }

    private static let appending = """
          - source: main.visits
            target: analytics_dev.visits
            mode: append
          - source: main.agents
            target: analytics_dev.agents
            mode: append
        """
}
