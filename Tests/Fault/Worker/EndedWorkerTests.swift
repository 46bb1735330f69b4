import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("Workers that are told to stop")
struct EndedWorkerTests {
    @Test(
        "fault 39: SIGTERM at any point of a chunk, once, twice and three times, loses nothing and costs no attempt",
        arguments: [FaultPoint.afterClaim, .midFetch, .midCopy, .beforeCommit, .afterCommit], [1, 2, 3])
    func terminated(point: FaultPoint, signals: Int) async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 10_000)
        #expect(try await migration.snowmelt("plan").code == 0)
        let faults = try PlannedFaults((point, "delay:1@3"))
        let worker = try migration.start("snowmelt-worker", environment: faults.environment)
        _ = try await faults.happened(point)
        for _ in 0..<signals { worker.signal(SIGTERM) }
        let ended = try await worker.ending()
        #expect(signals > 1 || ended.code == 0, "\(ended.standardError)")
        if signals < 3 {
            let claimed = try await migration.number(
                "SELECT count(*) FROM migration_status.work WHERE state = 'claimed'", in: migration.control)
            #expect(claimed == 0)
        }
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        if signals < 3 {
            let attempts = try await migration.number(
                "SELECT max(attempt) FROM migration_status.work", in: migration.control)
            #expect(attempts == 1)
        }
        try await oracle(migration)
    }

    @Test("fault 41: a chunk that can't be copied by the deadline is released in time, without using an attempt")
    func deadline() async throws {
        let migration = try await Layout.twoDatabases.visits(
            rows: 5_000, settings: "  threads: 1\n  chunk_rows: 5000\n  lambda_timeout_buffer_seconds: 1")
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 5)
        let worker = try await migration.worker("--deadline", "20s")
        #expect(worker.code == 0, "\(worker.standardError)")
        #expect(worker.standardError.contains("chunk released"), "\(worker.standardError)")
        // The second time, the chunk would be split, but it is the whole table.
        let again = try await migration.worker("--deadline", "20s")
        #expect(again.code == 0, "\(again.standardError)")
        let errors = try await migration.number(
            "SELECT count(*) FROM migration_status.migration_chunk_status WHERE error LIKE '%can''t be split%one chunk%'",
            in: migration.control)
        #expect(errors == 1, "\(again.standardError)")
        try await slow.end()
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        let attempts = try await migration.number(
            "SELECT max(attempt) FROM migration_status.work", in: migration.control)
        #expect(attempts == 1)
        try await oracle(migration)
    }
}
