import TestKit
import Testing

@Suite("Refused logins")
struct ConnectionLimitTests {
    @Test("fault 35: without a free connection, workers wait without using attempts", arguments: Layout.allCases)
    func none(layout: Layout) async throws {
        let limited = try await LimitedMigration(layout, threads: 4)
        let migration = limited.migration
        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await migration.snowmelt("pause", "latest").code == 0)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        // Enough for the coordinator, which renews its lead on a connection of its own, but none for the workers.
        let coordinators = layout == .oneDatabase ? 3 : 1
        try await limited.allow(connections: coordinators)
        try await eventually("the coordinator is connected") {
            let sessions = try await migration.number(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = '\(limited.role.name)'")
            return run.standardError.contains("the run is paused") && sessions == coordinators
        }
        try await migration.control.execute("UPDATE migration_status.run SET paused = false")
        // More often than a worker that dies immediately is replaced.
        try await eventually("the workers are refused again and again") {
            run.standardError.split(separator: "too many connections").count > 12 || !run.isRunning
        }
        try await limited.allow(connections: -1)
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await limited.expectNoRetries()
        try await oracle(migration)
    }

    @Test("fault 35: with fewer connections than slots, the run uses as many slots as there are connections")
    func few() async throws {
        let limited = try await LimitedMigration(.oneDatabase, threads: 6)
        let migration = limited.migration
        #expect(try await migration.snowmelt("plan").code == 0)
        try await limited.allow(connections: 8)
        let run = try await migration.snowmelt("run", "--workers", "1", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(run.standardError.contains("too many connections"), "\(run.standardError)")
        try await limited.expectNoRetries()
        try await oracle(migration)
    }

    @Test(
        "fault 35: a password that changes during a run ends it with a clear error; with the right one it resumes",
        arguments: Layout.allCases)
    func refused(layout: Layout) async throws {
        let limited = try await LimitedMigration(layout, threads: 2)
        let migration = limited.migration
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await slow.copying()
        try await limited.change(password: "another")
        let ending = try await run.ending()
        #expect(ending.code == 4, "\(ending.standardError)")
        #expect(ending.standardError.contains("password authentication failed"), "\(ending.standardError)")
        #expect(ending.standardError.contains("snowmelt check"), "\(ending.standardError)")
        #expect(!ending.standardError.contains(LimitedMigration.password))
        try await slow.end()
        try await limited.change(password: LimitedMigration.password)
        var resumed: Program.Ending?
        try await eventually("the lead lapses and the run goes on") {
            resumed = try await migration.snowmelt("run", "--workers", "1", "--progress", "none")
            return resumed?.code != 7
        }
        #expect(resumed?.code == 0, "\(resumed?.standardError ?? "")")
        try await oracle(migration)
    }
}
