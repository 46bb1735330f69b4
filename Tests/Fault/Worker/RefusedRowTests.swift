import TestKit
import Testing

@Suite("Chunks that can't be copied")
struct RefusedRowTests {
    @Test(
        "fault 38: a row that the target refuses fails only its chunk, which is copied after a requeue",
        arguments: Layout.allCases)
    func refused(layout: Layout) async throws {
        let migration = try await layout.visits(
            rows: 10_000,
            tables: """
                  - source: main.visits
                    target: analytics_dev.visits
                    mode: append
                """)
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics_dev;
            CREATE TABLE analytics_dev.visits (visit_id bigint CONSTRAINT allowed CHECK (visit_id <> 6000),
                                               agent_id int, visited date, amount numeric, note text)
            """)
        let first = try await migration.snowmelt("run", "--workers", "1")
        #expect(first.code == 5, "\(first.standardError)")
        let chunks = try await Chunks.count(migration)
        let states = try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state = 'done'", in: migration.control)
        #expect(states == chunks - 1)
        let told = try await migration.number(
            """
            SELECT count(*) FROM migration_status.migration_chunk_status
             WHERE status = 'failed' AND error LIKE '%allowed%'
            """, in: migration.control)
        #expect(told == 1)
        try await migration.target.execute("ALTER TABLE analytics_dev.visits DROP CONSTRAINT allowed")
        #expect(try await migration.snowmelt("requeue", "latest", "--failed").code == 0)
        let second = try await migration.snowmelt("run", "--workers", "1")
        #expect(second.code == 0, "\(second.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
    }
}
