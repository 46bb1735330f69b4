// Foundation: JSONSerialization, as a JSON reader independent of the product.
import Foundation
import Presentation
import TestKit
import Testing

@Suite("Progress, as people and programs see it")
struct ProgressTests {
    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    /// A table of four chunks.
    private func migration(name: String = "visits", mode: String = "append") async throws -> TestMigration {
        try await TestMigration(
            source: """
                CREATE TABLE "\(name)" (visit_id integer primary key, note text);
                INSERT INTO "\(name)" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                SELECT i, 'x' FROM n
                """,
            tables: "  - {source: main.*, target: moved.*, mode: \(mode)}",
            defaults: "  threads: 1\n  chunk_rows: 1000\n  max_retry_attempts: 1",
            target: try await PostgresCluster.shared.database())
    }

    @Test("without a terminal, a line of progress is logged every five seconds, also while nothing moves")
    func log() async throws {
        let migration = try await migration()
        let run = try migration.start("snowmelt", "run", "--workers", "0", "--log-format", "json")
        func lines(_ text: String) -> [[String: Any]] {
            text.split(separator: "\n").compactMap { line in
                do {
                    let event = try json(String(line))
                    return event["message"] as? String == "progress" ? event["metadata"] as? [String: Any] : nil
                } catch {
                    return nil  // not yet whole
                }
            }
        }
        try await eventually("three lines of the run that waits for workers") {
            lines(run.standardError).count { $0["no_worker_since"] is String } >= 3
        }
        let waiting = try #require(lines(run.standardError).last)
        #expect(waiting["chunks"] as? Int == 0 && waiting["chunks_total"] as? Int == 4)
        #expect(waiting["rows_per_second"] == nil && waiting["eta_seconds"] == nil)

        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0 && worker.standardError.contains("INFO    chunks copied  "), "\(worker)")
        #expect(!worker.standardError.contains("chunk copied"), "\(worker)")
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending)")
        #expect(ending.standardError.contains(#""rows_added":4000"#), "\(ending)")
        #expect(ending.standardOutput.contains("4,000 added"), "\(ending)")
    }

    @Test("the end of run as JSON has what its text has: times, mean rates and the verification")
    func document() async throws {
        let migration = try await migration()
        let run = try json(try await migration.snowmelt("run", "--output", "json").standardOutput)
        let verification = try #require(run["verification"] as? [String: Any])
        #expect(verification["ok"] as? Bool == true && run["run_id"] as? String == verification["run_id"] as? String)
        let time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/
        let table = try #require((run["tables"] as? [[String: Any]])?.first)
        for (object, key) in [
            (run, "created_at"), (run, "completed_at"), (table, "started_at"), (table, "completed_at"),
        ] {
            #expect((object[key] as? String)?.wholeMatch(of: time) != nil, "\(key): \(object)")
        }
        #expect(table["rows_added"] as? Int == 4000 && table["eta_seconds"] as? Int == 0)
        #expect((table["rows_per_second"] as? Int ?? 0) > 0)

        // Later, they are the same: the rate is that of the time in which chunks were copied.
        let later = try json(try await migration.snowmelt("status", "--output", "json").standardOutput)
        let same = try #require((later["tables"] as? [[String: Any]])?.first)
        #expect(same["rows_per_second"] as? Int == table["rows_per_second"] as? Int)
        #expect(later["verification"] is NSNull)

        let chunks = try json(
            try await migration.snowmelt("chunks", "latest", "--table", "main.visits", "--output", "json")
                .standardOutput)
        let list = try #require(chunks["chunks"] as? [[String: Any]])
        #expect(list.count == 4 && list.allSatisfy { $0["source"] as? String == "main.visits" })
        #expect((list[0]["completed_at"] as? String)?.wholeMatch(of: time) != nil)
    }

    @Test("on a terminal, tables fit, long names are shortened, and errors stand below their row", arguments: [80, 60])
    func terminal(width: Int) async throws {
        let name = "factvisitcallperformance_of_the_development_team_表の名前"
        let migration = try await migration(name: name, mode: "replace")
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.target.execute(
            """
            DO $do$ BEGIN
                EXECUTE (SELECT format('ALTER TABLE %s ADD CHECK (visit_id < 2500)', oid::regclass)
                           FROM pg_class WHERE relname LIKE '\\_\\_snowmelt\\_%\\_1' AND relkind = 'r');
            END $do$
            """)
        #expect(try await migration.snowmelt("run").code == 5)
        for verb in ["status", "chunks latest", "workers", "check", "discover"] {
            let program = try Program.path(of: "snowmelt")
            let ending = try await Program.run(
                "/usr/bin/env",
                ["script", "-qec", "stty cols \(width) rows 24; '\(program)' \(verb) --no-color", "/dev/null"],
                environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm"], directory: migration.folder.path)
            let lines = ending.standardOutput.split(whereSeparator: \.isNewline).map(String.init)
            // Facts above a table, and sentences without one, are wrapped by the terminal.
            let table = lines.drop { !$0.hasPrefix("TARGET") && !$0.hasPrefix("WORKER") && !$0.hasPrefix("CHECK") }
            #expect(table.allSatisfy { $0.terminalWidth <= width }, "\(verb): \(ending)")
            guard ["status", "chunks latest"].contains(verb) else { continue }
            let row = try #require(table.firstIndex { $0.contains("…") && $0.contains("の名前") }, "\(ending)")
            let failed = try #require(table.indices.first { table[$0].contains("failed") && $0 >= row }, "\(ending)")
            #expect(table[failed + 1].hasPrefix("  "), "\(ending)")
            #expect(table[(failed + 1)...].joined().contains("visit_id"), "\(ending)")
        }
    }
}
