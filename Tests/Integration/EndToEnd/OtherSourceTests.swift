// Foundation: FileManager moves files.
import Foundation
import TestKit
import Testing

@Suite("Workers only read the source that was planned")
struct OtherSourceTests {
    /// A planned migration whose config names its file by a relative path.
    private func relative(function: String = #function) async throws -> TestMigration {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 3_000), tables: Visits.tables, defaults: "  threads: 2\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database(function: function))
        let path = "\(migration.folder.path)/snowmelt.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try migration.folder.write(
            "snowmelt.yaml", text.replacing("Database=\(migration.folder.path)/", with: "Database="))
        let plan = try await migration.snowmelt("plan", "--name", "first")
        #expect(plan.code == 0, "\(plan.standardError)")
        return migration
    }

    private func work(_ migration: TestMigration, in folder: String) async throws -> Program.Ending {
        try await Program.run(
            "snowmelt-worker", ["--until-idle", "--config", "\(migration.folder.path)/snowmelt.yaml"], directory: folder
        )
    }

    private func expectRefused(_ ending: Program.Ending) {
        #expect(ending.code == 7, "\(ending)")
        #expect(ending.standardError.contains("a different source than the run was planned from"), "\(ending)")
    }

    @Test("the same relative path in a folder with another file of the same tables is refused by every program")
    func otherFile() async throws {
        let migration = try await relative()
        let other = try TestFolder()
        let yesterday = TestSource.sqlite(in: other)
        try await yesterday.run(Visits.sql(rows: 3_000))
        try await yesterday.run("UPDATE visits SET note = 'of yesterday'; UPDATE agents SET name = 'of yesterday'")
        expectRefused(try await work(migration, in: other.path))
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 0)
        let config = ["--config", "\(migration.folder.path)/snowmelt.yaml"]
        expectRefused(try await Program.run("snowmelt", ["run"] + config, directory: other.path))
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
        expectRefused(try await Program.run("snowmelt", ["verify", "first"] + config, directory: other.path))
    }

    @Test("the same file by another path, and a copy of it, are accepted", arguments: ["link", "copy"])
    func sameRows(kind: String) async throws {
        let migration = try await relative()
        let other = try TestFolder()
        let (from, to) = ("\(migration.folder.path)/source.sqlite", "\(other.path)/source.sqlite")
        if kind == "link" {
            try FileManager.default.createSymbolicLink(atPath: to, withDestinationPath: from)
            // Writing to the file meanwhile doesn't matter.
            try await migration.source("UPDATE agents SET name = name || '!'")
        } else {
            try FileManager.default.copyItem(atPath: from, toPath: to)
        }
        let worker = try await work(migration, in: other.path)
        #expect(worker.code == 0, "\(worker.standardError)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    @Test("the same holds for a source that is read in standard SQL", arguments: ["odbc", "adbc"])
    func unknownSystem(way: String) async throws {
        let folder = try TestFolder()
        let origin = TestSource.sqlite(in: folder)
        let rows = """
            CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i, i FROM n
            """
        try await origin.run(rows)
        let migration = try TestMigration(
            from: way == "adbc" ? origin.overADBC : origin, dialect: "ansi",
            tables: "  - {source: t, target: public.t}", target: try await PostgresCluster.shared.database(),
            folder: folder)
        let path = "\(folder.path)/snowmelt.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try folder.write("snowmelt.yaml", text.replacing("\(folder.path)/source.sqlite", with: "source.sqlite"))
        let plan = try await migration.snowmelt("plan", "--name", "first")
        #expect(plan.code == 0, "\(plan.standardError)")

        let other = try TestFolder()
        let yesterday = TestSource.sqlite(in: other)
        try await yesterday.run("\(rows); UPDATE t SET n = 0")
        expectRefused(try await work(migration, in: other.path))
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 0)
        // Another file with the same rows is accepted.
        try await yesterday.run("UPDATE t SET n = id")
        let worker = try await work(migration, in: other.path)
        #expect(worker.code == 0, "\(worker.standardError)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await migration.targetRows("SELECT id, n FROM t") == migration.sourceRows("SELECT id, n FROM t"))
    }

    @Test("a name that refers to another database of the same kind is refused", arguments: ["odbc", "native"])
    func otherDatabase(way: String) async throws {
        let odbc = try await TestSource.postgres()
        let origin = way == "odbc" ? odbc : odbc.native
        let target = try await PostgresCluster.shared.database()
        try await origin.run(Visits.postgresSQL(rows: 2_000))
        let migration = try TestMigration(
            from: origin, tables: Visits.postgresTables, sourceSettings: "  snapshot: off", target: target)
        #expect(try await migration.snowmelt("plan").code == 0)
        let source = try #require(origin.database)
        try await source.drop()
        try await source.cluster.administer("CREATE DATABASE \(source.name)")
        try await origin.run(Visits.postgresSQL(rows: 2_000))
        expectRefused(try await migration.worker("--until-idle"))
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 0)
    }

    @Test("MariaDB: a replica with the same rows is accepted, another database isn't")
    func mariaDB() async throws {
        let origin = try await TestSource.mariaDB()
        try await origin.run("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b')")
        let migration = try TestMigration(
            from: origin, tables: "  - {source: \(origin.schema).t, target: public.t}",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        // As if another server had planned it.
        try await migration.target.execute(
            """
            UPDATE migration_status.run_table
               SET spec = jsonb_set(spec, '{fingerprint,identity}', '"elsewhere:3306/\(origin.schema)"')
            """)
        try await origin.run("UPDATE t SET v = 'c' WHERE id = 2")
        expectRefused(try await migration.worker("--until-idle"))
        try await origin.run("UPDATE t SET v = 'b' WHERE id = 2")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
    }
}
