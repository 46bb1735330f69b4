import Model
import TestKit
import Testing

@Suite("The driver manager's settings")
struct DriverManagerTests {
    @Test("of slots that connect at the same time, one reads the drivers' locations before the others do")
    func drivers() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 4_000), tables: Visits.tables, defaults: "  threads: 8\n  chunk_rows: 200",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        let lookups = try SlowLookups(in: migration.folder)
        let worker = try await migration.worker("--until-idle", environment: lookups.environment)
        #expect(worker.code == 0, "\(worker.standardError)")
        #expect(try lookups.count() == 1)
        #expect(try await migration.snowmelt("publish", "latest").code == 0)
        #expect(try await Visits.areEqual(migration))
    }
}
