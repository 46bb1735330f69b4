import FaultPoints
import Glibc
import Model
import Postgres
import TestKit
import Testing

@Suite("A machine that is suspended")
struct SuspendTests {
    @Test(
        "fault 26: coordinator and worker resume past lease and lead: chunks return to the queue, and the run succeeds",
        arguments: Layout.allCases)
    func asleep(layout: Layout) async throws {
        let migration = try await layout.visits(
            rows: 10_000,
            tables: """
                  - source: main.visits
                    target: analytics_dev.visits
                """)
        #expect(try await migration.snowmelt("plan").code == 0)
        let faults = try PlannedFaults((.beforeCommit, "stop@3"))
        let run = try migration.start(
            "snowmelt", "run", "--workers", "1", "--progress", "none", "--log-format", "json",
            environment: faults.environment)
        // The fault stops the whole worker, which has written a receipt without committing it.
        let worker = try await faults.happened(.beforeCommit)
        // Suspend the coordinator while it reads the run.
        let lock = try await migration.control.connect()
        try await lock.begin()
        try await lock.execute(Statement(name: "lock", text: "LOCK TABLE migration_status.attempt"))
        try await eventually("the coordinator waits for what it looks at") {
            try await migration.number(
                """
                SELECT count(*) FROM pg_locks
                 WHERE NOT granted AND relation = 'migration_status.attempt'::regclass
                """, in: migration.control) > 0
        }
        try await run.suspend()
        try await lock.commit()
        await lock.close()
        try await eventually("lease and lead run out") {
            try await migration.number(
                """
                SELECT (SELECT count(*) FROM migration_status.worker WHERE lease_until > clock_timestamp())
                     + (SELECT count(*) FROM migration_status.run WHERE coordinator_until > clock_timestamp())
                """, in: migration.control) == 0
        }
        let claimed = try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state = 'claimed'", in: migration.control)
        #expect(claimed > 0)
        let waking = ContinuousClock.now
        // Resume the worker first: nobody has taken its chunks back yet, and only its own clock tells it that they may.
        kill(worker, SIGCONT)
        run.resume()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        // It released the chunk by its own clock, before its heartbeat or the reaper reacted.
        #expect(ending.standardError.contains("the worker's lease ran out"), "\(ending.standardError)")
        try await oracle(
            migration, recovery: Recovery(measured: .now - waking, chunk: .seconds(1)),
            logs: [ending.standardError], lostLeases: 1)
    }
}
