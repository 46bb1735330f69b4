// Foundation: finds the file, and reads it.
import Foundation
import Model
import TestKit
import Testing
import WorkQueue

@Suite("sql/QUICK_MONITORING.sql")
struct QuickMonitoringTests {
    private static let file = URL(filePath: #filePath)
        .appending(path: "../../../../sql/QUICK_MONITORING.sql").standardized.path

    private func output(_ database: TestDatabase, _ options: String...) async throws -> String {
        let ending = try await Program.run(
            "/usr/bin/env",
            ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1"] + options + ["-f", Self.file, database.url.revealed])
        #expect(ending.code == 0 && ending.standardError == "", "\(ending)")
        return ending.standardOutput
    }

    @Test("the queries in docs/monitoring.md run as they stand, but for those with a placeholder")
    func documentedQueries() async throws {
        let planned = try await PlannedRun(tables: [1])
        let file = URL(filePath: #filePath).appending(path: "../../../../docs/monitoring.md").standardized
        let blocks = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
        #expect(blocks.count >= 5)
        for block in blocks {
            let query = block.components(separatedBy: "```")[0]
            if !query.contains("…") { try await planned.database.execute(query) }
        }
    }

    @Test("each query runs, and shows the runs of every target schema, or of the chosen one")
    func queries() async throws {
        let planned = try await PlannedRun(tables: [2, 1, 1])
        try await planned.database.execute(
            """
            UPDATE migration_status.run_table
               SET target_schema = CASE table_no WHEN 1 THEN 'sales' WHEN 2 THEN 'Odd "''schema' ELSE 'late' END
            """)
        let (worker, lost) = (try await planned.worker(), try await planned.worker())
        let failed = try await planned.claimed(worker)
        try await planned.queue.retry(failed, permanent: true, delay: .zero, error: "the reason")
        try await planned.queue.finish(try await planned.claimed(worker), CopiedChunk(rows: 5, bytes: 50))
        _ = try await planned.claimed(worker)
        _ = try await planned.claimed(lost)
        try await planned.expire(lost)
        try await planned.database.execute(
            "INSERT INTO migration_status.source_breaker (source, state, error) VALUES ('s', 'open', 'is down')")

        let text = try await output(planned.database)
        for part in [
            "first|sales|visits1|0/2|0.0%|in_progress", "first|Odd \"'schema|visits2|1/1|100.0%|in_progress",
            "first|late|visits3|0/1|0.0%|in_progress", "first|sales|visits1|1|", "|the reason", "host:1|alive|1|1|",
            "host:1|lost|1|1|", "|1|5\n", "late|visits3|1|", "sales|visits1|2|", "first|in_progress|tester|a source|",
            "s|open|0|",
        ] {
            #expect(text.contains(part), "\(part) in: \(text)")
        }
        #expect(text.split(separator: "\n").count { $0.first?.isNumber == true && $0.contains(". ") } == 7)

        let chosen = try await output(planned.database, "-v", "schema=Odd \"'schema")
        #expect(chosen.contains("Odd \"'schema|visits2") && !chosen.contains("sales") && !chosen.contains("|late|"))
    }
}
