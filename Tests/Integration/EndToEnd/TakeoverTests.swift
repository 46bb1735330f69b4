import Glibc
import RunControl
import TestKit
import Testing

@Suite("Taking over the run of a coordinator that is gone")
struct TakeoverTests {
    private func killedRun() async throws -> TestMigration {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 4_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        let slow = try await SlowLoading(migration, seconds: 0.5)
        let victim = try migration.start("snowmelt", "run", "--progress", "none")
        try await slow.copying()
        victim.signal(SIGKILL)
        _ = try await victim.ending()
        try await slow.end()
        return migration
    }

    @Test("after a coordinator of another host died, the same command counts down, then finishes the run")
    func otherHost() async throws {
        let migration = try await killedRun()
        try await migration.target.execute("UPDATE migration_status.run SET coordinator_process = 'elsewhere 1 1'")
        let ending = try await migration.snowmelt("run", "--progress", "none")
        #expect(ending.code == 0, "\(ending.standardError)")
        let seconds = ending.standardError.matches(of: /rest_seconds=(\d+)/).compactMap { Int($0.1) }
        #expect(seconds.count >= 3 && seconds == seconds.sorted(by: >), "\(ending.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    @Test("a signal ends the wait, and a coordinator of this host that is gone isn't waited for by `publish`")
    func interrupted() async throws {
        let migration = try await killedRun()
        let process = try await migration.targetRows("SELECT coordinator_process FROM migration_status.run")[0]
        #expect(HostProcess(text: process)?.isGone == true)
        try await migration.target.execute("UPDATE migration_status.run SET coordinator_process = NULL")
        let waiting = try migration.start("snowmelt", "run", "--progress", "none")
        try await Task.sleep(for: .seconds(2))
        waiting.signal(SIGTERM)
        let ending = try await waiting.ending()
        #expect(ending.code == 10, "\(ending.standardError)")
        try await migration.target.execute("UPDATE migration_status.run SET coordinator_process = '\(process)'")
        let published = try await migration.snowmelt("publish", "first")
        #expect([0, 5].contains(published.code), "\(published.standardError)")
        #expect(published.standardError.contains("is gone"), "\(published.standardError)")
    }

    @Test("a run whose coordinator is at work isn't taken over")
    func alive() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 4_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: 0.5)
        let first = try migration.start("snowmelt", "run", "--progress", "none")
        try await slow.copying()
        let second = try await migration.snowmelt("run", "--progress", "none")
        #expect(second.code == 7 && second.standardError.contains("which is at work"), "\(second.standardError)")
        try await slow.end()
        #expect(try await first.ending().code == 0)
    }

    @Test("a process is gone only if this process can see that it is")
    func processes() throws {
        let here = try #require(HostProcess.current)
        #expect(!here.isGone && HostProcess(text: here.text) == here)
        let parts = here.text.split(separator: " ").map(String.init)
        #expect(try #require(HostProcess(text: "\(parts[0]) \(parts[1]) 1")).isGone)
        #expect(try #require(HostProcess(text: "\(parts[0]) 4194303 1")).isGone)
        for place in ["\(parts[0])x", "x\(parts[0])", "-"] {
            #expect(try #require(HostProcess(text: "\(place) 4194303 1")).isGone == false)
        }
        #expect(HostProcess(text: "") == nil && HostProcess(text: "a 0 1") == nil && HostProcess(text: "a -1 1") == nil)
    }
}
