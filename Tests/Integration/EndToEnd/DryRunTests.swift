// Foundation: JSONSerialization, as a JSON reader independent of the product.
import Foundation
import TestKit
import Testing

@Suite("plan --dry-run")
struct DryRunTests {
    private struct Estimate {
        var rows: Int?
        var bytes: Int?
        var seconds: Double?
        var costIsNull: Bool

        init(_ object: [String: Any]) {
            rows = object["rows"] as? Int
            bytes = object["bytes"] as? Int
            seconds = object["seconds"] as? Double
            costIsNull = object["cost"] is NSNull
        }
    }

    @Test("shows the plan and its estimates, and changes nothing")
    func touchesNothing() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 2_000), tables: Visits.tables, defaults: "  chunk_rows: 500",
            target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("plan", "--dry-run", "--output", "json")
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardOutput.contains("CREATE TABLE"))
        #expect(ending.standardOutput.contains("visit_id < 1503"))
        let document = try object(ending.standardOutput)
        let tables = try #require(document["tables"] as? [[String: Any]]).map(Estimate.init)
        let total = Estimate(try #require(document["total"] as? [String: Any]))
        #expect(tables.map(\.rows) == [2_000, 3])
        #expect(total.rows == 2_003)
        #expect(total.bytes == tables.compactMap(\.bytes).reduce(0, +))
        #expect(try #require(total.seconds) > 0)
        #expect(tables.allSatisfy(\.costIsNull) && total.costIsNull)
        let assumptions = try #require(document["assumptions"] as? [String]).joined(separator: "\n")
        #expect(assumptions.contains("1 worker with 8 slots"))
        #expect(assumptions.contains("no cost known for this source"))

        let text = try await migration.snowmelt("plan", "--dry-run", "--workers", "3", "--max-connections", "10")
        #expect(text.code == 0, "\(text.standardError)")
        for line in ["2 tables", "BYTES", "TIME", "COST", "no cost known for this source", "nothing was changed"] {
            #expect(text.standardOutput.contains(line), "\(line) in: \(text.standardOutput)")
        }
        #expect(
            text.standardOutput.contains("3 workers with 8 slots, of which the source's max_connections allows 10"))

        let schemas = try await migration.number(
            "SELECT count(*) FROM pg_namespace WHERE nspname IN ('migration_status', 'migration_receipt', 'analytics_dev')"
        )
        #expect(schemas == 0)
    }

    @Test("its estimated bytes are close to those that the run copies", arguments: ["SQLite", "PostgreSQL", "MariaDB"])
    func bytes(system: String) async throws {
        let origin =
            switch system {
            case "PostgreSQL": try await TestSource.postgres()
            case "MariaDB": try await TestSource.mariaDB()
            default: TestSource.sqlite(in: try TestFolder())
            }
        let note = system == "MariaDB" ? "CONCAT('note ', i, ' ü')" : "'note ' || i || ' ü'"
        try await origin.run(
            """
            CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, at DATE, amount DECIMAL(12, 2), note VARCHAR(200), more TEXT);
            INSERT INTO t
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
            SELECT i, '2024-02-29', i / 4.0, \(note), NULL FROM n;
            """)
        let migration = try TestMigration(
            from: origin, tables: "  - {source: \(origin.schema).t, target: moved.t, where: id > 100}",
            target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("plan", "--dry-run", "--output", "json")
        #expect(ending.code == 0, "\(ending.standardError)")
        let total = Estimate(try #require(try object(ending.standardOutput)["total"] as? [String: Any]))
        #expect(total.rows == 800)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let copied = try await migration.number("SELECT sum(bytes) FROM migration_receipt.receipt")
        let ratio = Double(try #require(total.bytes)) / Double(copied)
        #expect((0.85...1.15).contains(ratio), "\(total) and \(copied) bytes copied")
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
