import TestKit
import Testing

@Suite("Several runs at the same time")
struct OwnershipTests {
    @Test("two runs into two schemas don't affect each other")
    func sideBySide() async throws {
        let target = try await PostgresCluster.shared.database()
        let first = try await TestMigration(
            source: Visits.sql(rows: 20_000), tables: Visits.tables, defaults: "  chunk_rows: 2000", target: target)
        let second = try await TestMigration(
            source: Visits.sql(rows: 15_000),
            tables: Visits.tables.split(separator: "analytics_dev").joined(separator: "analytics_dev2"),
            defaults: "  chunk_rows: 2000", target: target)
        async let one = first.snowmelt("run", "--workers", "2")
        async let two = second.snowmelt("run", "--workers", "2")
        let endings = try await [one, two]
        #expect(endings.map(\.code) == [0, 0], "\(endings.map(\.standardError))")
        #expect(try await Visits.areEqual(first))
        #expect(try await Visits.areEqual(second, schema: "analytics_dev2"))
    }

    @Test("a second run into a table of an unfinished run is refused, naming its owner")
    func refused() async throws {
        let target = try await PostgresCluster.shared.database()
        let first = try await TestMigration(source: Visits.sql(rows: 100), tables: Visits.tables, target: target)
        let second = try await TestMigration(source: Visits.sql(rows: 100), tables: Visits.tables, target: target)
        #expect(try await first.snowmelt("plan", "--name", "the-first").code == 0)
        let refused = try await second.snowmelt("run")
        #expect(refused.code == 7, "\(refused.standardError)")
        #expect(refused.standardError.contains("the-first"))
        #expect(refused.standardError.contains("snowmelt cancel"))
        // The refused run has left nothing, and the first one isn't affected.
        #expect(try await first.number("SELECT count(*) FROM migration_status.run") == 1)
        let ending = try await first.snowmelt("run")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await second.snowmelt("run").code == 0)
    }

    @Test("cancel releases the tables and removes unpublished rows")
    func cancelled() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 100), tables: Visits.tables, target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await migration.snowmelt("cancel", "latest").code == 0)
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname LIKE '\\_\\_snowmelt%'") == 0)
        #expect(
            try await migration.number("SELECT count(*) FROM migration_receipt.table_fence WHERE released_at IS NULL")
                == 0)
        #expect(try await migration.snowmelt("run").code == 0)
        #expect(try await Visits.areEqual(migration))
    }
}
