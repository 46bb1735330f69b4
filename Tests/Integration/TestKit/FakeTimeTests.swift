import TestKit
import Testing

@Suite("Other clocks", .enabled(if: FakeTime.obstacle == nil, "\(FakeTime.obstacle ?? "")"))
struct FakeTimeTests {
    @Test("a program's wall clock is an hour off", arguments: [3600, -3600])
    func program(seconds: Int) async throws {
        func now(_ surroundings: [Surrounding]) async throws -> Int {
            let ending = try await Program.run("date", ["+%s"], under: surroundings)
            return try #require(Int(ending.standardOutput.dropLast()))
        }
        let real = try await now([])
        let shifted = try await now([FakeTime.shifted(bySeconds: seconds)])
        #expect(abs(shifted - real - seconds) < 60)
    }

    @Test("a server's clock is a minute ahead")
    func server() async throws {
        let ahead = try await PostgresCluster.start(under: [FakeTime.shifted(bySeconds: 60)]).database()
        let here = try await PostgresCluster.shared.database()
        let question = "SELECT extract(epoch FROM clock_timestamp())::bigint AS now"
        let shifted = try #require(Int(try await ahead.rows(question).first ?? ""))
        let real = try #require(Int(try await here.rows(question).first ?? ""))
        #expect((30...90).contains(shifted - real))
    }

    @Test("the programs run to their end with another wall clock", arguments: [3600, -3600])
    func migration(seconds: Int) async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 300), tables: Visits.tables, target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run", under: [FakeTime.shifted(bySeconds: seconds)])
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
    }
}
