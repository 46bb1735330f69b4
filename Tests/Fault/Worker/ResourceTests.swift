import TestKit
import Testing

@Suite("Programs that run out of system resources")
struct ResourceTests {
    @Test("fault 40: programs that may open too few files say so, and work with as many as they ask for")
    func openFiles() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 5_000)
        #expect(try await migration.snowmelt("plan").code == 0)
        for limit in [12, 31] {
            let run = try await migration.snowmelt("run", under: [.openFiles(limit)])
            #expect(run.code == 2, "\(run)")
            #expect(run.standardError.contains("may have \(limit) open files but needs 32"), "\(run)")
        }
        for limit in [12, 55] {
            let worker = try migration.start("snowmelt-worker", "--threads", "8", under: [.openFiles(limit)])
            let ending = try await worker.ending()
            #expect(ending.code == 2, "\(ending)")
            #expect(ending.standardError.contains("may have \(limit) open files but needs 56"), "\(ending)")
        }
        let worker = try migration.start(
            "snowmelt-worker", "--until-idle", "--threads", "8", under: [.openFiles(56)])
        let worked = try await worker.ending()
        #expect(worked.code == 0, "\(worked.standardError)")
        #expect(!worked.standardError.contains("WARNING"), "\(worked.standardError)")
        let run = try await migration.snowmelt("run", "--workers", "1", under: [.openFiles(56)])
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }

    @Test(
        "fault 40: a worker that runs out of files during a run continues or is replaced, and nothing is lost",
        arguments: Layout.allCases)
    func exhausted(layout: Layout) async throws {
        let migration = try await layout.visits(rows: 10_000)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await slow.copying()
        let worker = try #require(try run.children.first)
        let limited = try await Program.run("prlimit", ["--pid", "\(worker)", "--nofile=8:8"])
        #expect(limited.code == 0, "\(limited.standardError)")
        // Ends its sessions, so that it has to open new connections.
        try await migration.target.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'snowmelt-worker' AND datname = current_database()
            """)
        try await slow.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await oracle(migration)
    }

    @Test("fault 40: a worker that gets no more threads ends with the reason, and nothing is lost")
    func threads() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 5_000)
        #expect(try await migration.snowmelt("plan").code == 0)
        let worker = try migration.start(
            "snowmelt-worker", "--until-idle", "--threads", "40", under: [.addressSpace(600)])
        let ending = try await worker.ending()
        #expect(ending.code == 1, "\(ending)")
        #expect(ending.standardError.contains("gets no more threads"), "\(ending)")
        #expect(ending.standardError.contains("Lower `threads`"), "\(ending)")
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }

    @Test(
        "fault 40: if system calls are interrupted all the time, the run only takes longer",
        .enabled(if: Surrounding.tracingObstacle == nil, "\(Surrounding.tracingObstacle ?? "")"),
        arguments: Layout.allCases)
    func interrupted(layout: Layout) async throws {
        let migration = try await layout.visits(rows: 5_000)
        // All calls in which the programs, libpq and the driver wait and that a signal can interrupt.
        let calls = ["?poll", "ppoll", "recvfrom", "sendto", "connect", "?epoll_wait", "epoll_pwait", "wait4"]
        let run = try await migration.snowmelt(
            "run", "--workers", "2", "--progress", "none", under: [.interrupting(calls, every: 3)])
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }
}
