import Foundation
import Model
import TestKit
import Testing

@Suite("`verify` of every table of a run")
struct VerifyTests {
    private func verified(_ migration: TestMigration, _ run: String) async throws -> (
        code: Int32?, tables: [[String: Any]]
    ) {
        let ending = try await migration.snowmelt("verify", run, "--output", "json")
        let object = try JSONSerialization.jsonObject(with: Data(ending.standardOutput.utf8)) as? [String: Any]
        return (ending.code, object?["tables"] as? [[String: Any]] ?? [])
    }

    @Test("a table that isn't published is listed without counts, and the exit code is 5")
    func unpublished() async throws {
        let migration = try await TestMigration(
            source: """
                CREATE TABLE good (id INTEGER PRIMARY KEY); INSERT INTO good VALUES (1), (2);
                CREATE TABLE bad (id INTEGER); INSERT INTO bad VALUES (1), (9);
                """,
            tables: """
                  - {source: main.good, target: moved.good}
                  - {source: main.bad, target: moved.bad, mode: append}
                """, target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            "CREATE SCHEMA moved; CREATE TABLE moved.bad (id bigint CHECK (id < 5))")
        let planned = try await migration.snowmelt("plan", "--name", "first")
        #expect(planned.code == 0, "\(planned.standardError)")
        let before = try await verified(migration, "first")
        #expect(before.code == 5)
        #expect(before.tables.map { $0["target"] as? String } == ["moved.good", "moved.bad"])
        #expect(before.tables.allSatisfy { $0["ok"] as? Bool == false && $0["source_rows"] is NSNull })
        #expect(try await migration.snowmelt("run").code == 5)
        let after = try await verified(migration, "first")
        #expect(after.code == 5)
        #expect(after.tables.map { $0["ok"] as? Bool } == [true, false])
        #expect(after.tables.map { $0["state"] as? String } == ["completed", "failed"])
        #expect(after.tables.map { $0["source_rows"] as? Int } == [2, nil])
        let text = try await migration.snowmelt("verify", "first")
        #expect(text.code == 5 && text.standardOutput.contains("not published: failed"), "\(text.standardOutput)")
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        #expect(try await verified(migration, "first").code == 5)
    }

    @Test("a table that somebody dropped is listed as missing, and the exit code is 6")
    func dropped() async throws {
        let migration = try await TestMigration(
            source: """
                CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1), (2);
                CREATE TABLE b (id INTEGER PRIMARY KEY); INSERT INTO b VALUES (1);
                CREATE TABLE c (id INTEGER PRIMARY KEY); INSERT INTO c VALUES (1);
                """, tables: "  - {source: main.*, target: moved.*}",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("run", "--name", "first").code == 0)
        #expect(try await verified(migration, "first").code == 0)
        try await migration.target.execute("DROP TABLE moved.a")
        try await migration.source("DROP TABLE b")
        let ending = try await verified(migration, "first")
        #expect(ending.code == 6)
        #expect(ending.tables.map { $0["ok"] as? Bool } == [false, false, true])
        #expect(ending.tables.map { $0["target_rows"] as? Int } == [nil, 1, 1])
        #expect(ending.tables.map { $0["source_rows"] as? Int } == [2, nil, 1])
        let text = try await migration.snowmelt("verify", "first")
        #expect(text.standardOutput.contains("missing in the target"), "\(text.standardOutput)")
        #expect(text.standardOutput.contains("missing at the source"), "\(text.standardOutput)")
    }
}
