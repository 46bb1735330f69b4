import Model
import TestKit
import Testing

@Suite("Small tables that are new in the target")
struct SmallTableTests {
    @Test(
        "rows that were removed or added while a table was loaded keep it from being published",
        arguments: [("DELETE FROM %t WHERE id = 2", 6), ("INSERT INTO %t VALUES (4)", 5)])
    func otherRows(change: String, code: Int32) async throws {
        let target = try await PostgresCluster.shared.database()
        let migration = try await TestMigration(
            source: "CREATE TABLE t (id integer primary key); INSERT INTO t VALUES (1), (2), (3)",
            tables: "  - {source: main.t, target: moved.t}", target: target)
        #expect(try await migration.snowmelt("plan").code == 0)
        #expect(try await migration.worker("--until-idle").code == 0)
        let staging = try #require(
            try await target.rows("SELECT relname FROM pg_class WHERE relname LIKE '\\_\\_snowmelt%' AND relkind = 'r'")
                .first)
        let name = QualifiedName(schema: "moved", name: staging).postgresQuoted
        try await target.execute(change.split(separator: "%t").joined(separator: name))
        let published = try await migration.snowmelt("publish", "latest")
        #expect(published.code == code, "\(published)")
        #expect(try await migration.snowmelt("status").standardOutput.contains("receipts prove"))
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 't'") == 0)
    }
}
