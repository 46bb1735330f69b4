import TestKit
import Testing

@Suite("Chunks whose row count differs from the plan's")
struct ChangedChunkTests {
    @Test("differences that cancel out are reported chunk by chunk, in text and JSON")
    func compensated() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 3_000), tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        try await migration.source(
            """
            DELETE FROM visits WHERE visit_id <= 15;
            INSERT INTO visits (visit_id) VALUES (8986), (8987), (8989), (8990), (8992)
            """)
        let run = try await migration.snowmelt("run", "--output", "json")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
        let planned = try await migration.number(
            "SELECT expected_rows FROM migration_status.chunk WHERE (table_no, chunk_no) = (1, 1)")
        for document in [
            run, try await migration.snowmelt("status", "first", "--output", "json"),
            try await migration.snowmelt("publish", "first", "--output", "json"),
            try await migration.snowmelt("verify", "first", "--output", "json"),
        ] {
            let table = try #require(tables(document).first { $0["target"] as? String == "analytics_dev.visits" })
            let chunks = try #require(table["differing_chunks"] as? [[String: Any]])
            #expect(chunks.count == 2, "\(document)")
            #expect(chunks.first?["chunk"] as? Int == 1)
            #expect(chunks.first?["planned_rows"] as? Int == planned)
            #expect(chunks.first?["copied_rows"] as? Int == planned - 5)
            #expect((chunks.first?["range"] as? String)?.contains("visit_id") == true)
        }
        for text in [
            try await migration.snowmelt("status", "first"), try await migration.snowmelt("verify", "first"),
        ] {
            #expect(
                text.standardOutput.contains("2 chunks have other row counts than planned: chunk 1: "), "\(text)")
        }
        let agents = try tables(try await migration.snowmelt("status", "first", "--output", "json")).last
        #expect((agents?["differing_chunks"] as? [[String: Any]])?.isEmpty == true)
    }
}
