import Glibc
import Model
import Postgres
import TestKit
import Testing

/// Publishing may take hours for large tables: keys, ANALYZE, waiting for readers of the old table.
@Suite("A run's other duties while a table is published")
struct PublicationTests {
    private static let agentsFirst = """
          - source: main.agents
            target: analytics_dev.agents
            definition: source
          - source: main.visits
            target: analytics_dev.visits
        """

    @Test("a local worker that is killed is replaced, and its chunks are taken back", arguments: Layout.allCases)
    func workerKilled(layout: Layout) async throws {
        let migration = try await layout.visits(rows: 5_000, tables: Self.agentsFirst)
        try await migration.target.execute("CREATE SCHEMA analytics_dev; CREATE TABLE analytics_dev.agents (old int)")
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, table: try await Self.staging(of: 2, migration))
        let reader = try await migration.target.connect()
        try await reader.begin()
        _ = try await reader.query(Statement(name: "read", text: "SELECT FROM analytics_dev.agents"))

        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await Self.waits(for: "analytics_dev.agents", migration)
        try await slow.copying()
        let victim = try #require(try run.children.first)
        kill(victim, SIGKILL)
        try await eventually("another worker copies", within: .seconds(45)) {
            let lost = try await migration.number(
                "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'lost'", in: migration.control)
            return try lost > 0 && run.children.contains { $0 != victim }
        }
        #expect(try await Self.isPublishing(migration))

        try await slow.end()
        try await reader.commit()
        await reader.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await oracle(migration)
    }

    @Test("a run that is told to stop stops, and the next run publishes")
    func stopped() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 5_000, tables: Self.agentsFirst)
        #expect(try await migration.snowmelt("plan").code == 0)
        let staging = try await Self.staging(of: 1, migration)
        let other = try await migration.target.connect()
        try await other.begin()
        // This lock allows loading rows but not creating a key.
        try await other.execute(
            Statement(name: "lock", text: "LOCK TABLE \(staging) IN SHARE UPDATE EXCLUSIVE MODE"))

        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await Self.waits(for: staging, migration)
        run.signal(SIGTERM)
        let ending = try await run.ending()
        #expect(ending.code == 10, "\(ending.standardError)")
        #expect(try await Self.isPublishing(migration))
        #expect(try await Self.waiting(for: staging, migration) == 0)

        try await other.commit()
        await other.close()
        let next = try await migration.snowmelt("run", "--progress", "none")
        #expect(next.code == 0, "\(next.standardError)")
        try await oracle(migration)
    }

    private static func staging(of table: Int, _ migration: TestMigration) async throws -> String {
        let rows = try await migration.targetRows(
            #"SELECT oid::regclass FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%\_\#(table)' AND relkind = 'r'"#)
        return try #require(rows.first)
    }

    private static func waits(for relation: String, _ migration: TestMigration) async throws {
        try await eventually("publishing waits for \(relation)") { try await waiting(for: relation, migration) > 0 }
    }

    /// The number of sessions that wait for a lock on `relation` in the target.
    private static func waiting(for relation: String, _ migration: TestMigration) async throws -> Int {
        try await migration.number(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '\(relation)'::regclass")
    }

    private static func isPublishing(_ migration: TestMigration) async throws -> Bool {
        try await migration.number(
            "SELECT count(*) FROM migration_status.run_table WHERE table_no = 1 AND state = 'publishing'",
            in: migration.control) == 1
    }
}
