import Model
import Postgres
import TestKit
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let canary = "unlisted-c4nary"

    @Test("a password appears in no log, error, status, table or process list")
    func hidden() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 30_000), tables: Visits.tables, defaults: "  threads: 1\n  chunk_rows: 3000",
            target: try await PostgresCluster.shared.database())
        let database = migration.target.name
        let role = try await migration.target.role(
            password: Self.canary, grants: ["CREATE ON DATABASE \"\(database)\""])
        // One table has an error, so that errors are written as well.
        try await migration.source("UPDATE agents SET name = CAST(X'FF' AS TEXT) WHERE agent_id = 1")
        try migration.folder.write(
            "snowmelt.yaml",
            """
            source:
              type: odbc
              connection: Driver=SQLite3;Database=\(migration.folder.path)/source.sqlite;UID=me;PWD=\(Self.canary)
            target:
              url: \(role.url.revealed)
            defaults: {threads: 1, chunk_rows: 3000}
            tables:
            \(Visits.tables)
            """)
        #expect(try await migration.snowmelt("plan").code == 0)
        // Keeps chunks from being claimed until the processes have been listed.
        let holder = try await migration.target.connect()
        try await holder.begin()
        try await holder.executeScript(.init(name: "lock", text: "LOCK TABLE migration_status.work IN SHARE MODE"))
        let configuration = "\(migration.folder.path)/snowmelt.yaml"
        let run = try migration.start(
            "snowmelt", "run", "--config", configuration, "--log-level", "debug", "--log-format", "json")
        var seen = ""
        try await eventually("a worker is listed") {
            seen = try await Program.run("ps", ["axww", "-o", "args"]).standardOutput
            return seen.split(separator: "\n").contains { $0.contains("snowmelt-worker") && $0.contains(configuration) }
        }
        try await holder.commit()
        await holder.close()
        let ending = try await run.ending()
        #expect(ending.code == 5, "\(ending.standardError)")
        seen += ending.standardOutput + ending.standardError
        for verb in [["status", "latest"], ["chunks", "latest"], ["workers"], ["check"], ["plan"]] {
            let ending = try await Program.run("snowmelt", verb, directory: migration.folder.path)
            seen += ending.standardOutput + ending.standardError
        }
        seen += try await storedText(migration)
        #expect(seen.contains("agents"))
        #expect(!seen.contains(Self.canary))
    }

    /// All rows of all of Snowmelt's tables, as text.
    private func storedText(_ migration: TestMigration) async throws -> String {
        let connection = try await migration.target.connect()
        let tables = try await connection.query(
            Statement(
                name: "tables",
                text: """
                    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
                     WHERE table_schema IN ('migration_status', 'migration_receipt')
                    """))
        var text = ""
        for table in tables {
            let rows = Statement(name: "rows", text: "SELECT t::text AS line FROM \(try table.string("name")) t")
            for row in try await connection.query(rows) { text += try row.string("line") }
        }
        await connection.close()
        return text
    }
}
