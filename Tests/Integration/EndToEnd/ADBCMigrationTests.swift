import Glibc
import Model
import Postgres
import TestKit
import Testing

@Suite(
    "Migrations over ADBC, by the real programs",
    .enabled(if: ADBCDriver.obstacle == nil, "\(ADBCDriver.obstacle ?? "")"))
struct ADBCMigrationTests {
    @Test("every type and edge arrives equal from SQLite", arguments: TypeMatrixTests.Way.allCases)
    func sqliteTypes(_ way: TypeMatrixTests.Way) async throws {
        let matrix = TypeMatrix.sqlite
        let long = try #require(matrix.columns.firstIndex { $0.ordinary == "i || '.' || i" })
        try await TypeMatrixTests.verify(
            matrix, from: .sqlite(in: TestFolder()), overADBC: true, way,
            rules: ", columns: {c\(long): {type: numeric}}")
    }

    @Test("every type and edge arrives equal from PostgreSQL", arguments: TypeMatrixTests.Way.allCases)
    func postgreSQLTypes(_ way: TypeMatrixTests.Way) async throws {
        try await TypeMatrixTests.verify(.postgreSQL, from: .postgres(), overADBC: true, way)
    }

    private func migration(
        rows: Int, from system: ADBCDriver, defaults: String, function: String = #function
    ) async throws -> TestMigration {
        let source =
            system == .sqlite ? TestSource.sqlite(in: try TestFolder()) : try await .postgres(function: function)
        try await source.run(system == .sqlite ? Visits.sql(rows: rows) : Visits.postgresSQL(rows: rows))
        return try TestMigration(
            from: source.overADBC, tables: system == .sqlite ? Visits.tables : Visits.postgresTables,
            defaults: defaults, target: try await PostgresCluster.shared.database(function: function))
    }

    @Test(
        "killing a worker in the middle of a COPY loses and duplicates nothing",
        arguments: [ADBCDriver.sqlite, .postgresql])
    func workerKilled(system: ADBCDriver) async throws {
        let migration = try await migration(rows: 40_000, from: system, defaults: "  threads: 2\n  chunk_rows: 10000")
        let check = try await migration.snowmelt("check")
        #expect(check.code == 0, "\(check.standardOutput)")
        let discover = try await migration.snowmelt("discover")
        #expect(discover.standardOutput.contains("visits"), "\(discover.standardOutput)")
        let dryRun = try await migration.snowmelt("plan", "--dry-run")
        #expect(dryRun.code == 0, "\(dryRun.standardError)")
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration)
        let victim = try migration.start("snowmelt-worker")
        try await slow.copying()
        victim.signal(SIGKILL)
        try await slow.end()
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
        let verify = try await migration.snowmelt("verify", "latest")
        #expect(verify.code == 0, "\(verify.standardError)")
    }

    @Test("a system without a dialect is planned from the driver's catalogue, in standard SQL")
    func standardSQL() async throws {
        let source = try await TestSource.postgres()
        try await source.run(Visits.postgresSQL(rows: 20_000))
        try await source.run(
            """
            CREATE TABLE days (day date PRIMARY KEY, seen timestamp, zoned timestamptz, ratio real, flags boolean[]);
            INSERT INTO days SELECT date '1999-12-31' + i, timestamp '2024-02-29 12:34:56.789' + i * interval '1 hour',
                timestamptz '2024-02-29 12:34:56+02' + i * interval '1 hour', i / 7.0, ARRAY[true, NULL, i % 2 = 0]
              FROM generate_series(0, 999) i
            """)
        let migration = try TestMigration(
            from: source.overADBC, dialect: "ansi",
            tables: """
                  - {source: public.visits, target: analytics_dev.visits, columns: {amount: {type: "numeric(12,2)"}}}
                  - {source: public.days, target: analytics_dev.days}
                """,
            defaults: "  threads: 2\n  chunk_rows: 400", target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Visits.areEqual(migration))
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) > 20)
        let days = "day, seen, zoned, ratio, to_json(flags)::text AS flags FROM"
        #expect(
            try await migration.sourceRows("SELECT \(days) days")
                == migration.targetRows(
                    "SELECT \(days.split(separator: "to_json(flags)").joined(separator: "flags")) analytics_dev.days"))
    }

    @Test("a source table that vanishes after the plan fails its chunks, and the target stays as it was")
    func vanishes() async throws {
        let migration = try await migration(rows: 1000, from: .sqlite, defaults: "  threads: 2")
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.source("ALTER TABLE visits RENAME TO gone")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        #expect(run.standardError.contains("no such table"), "\(run.standardError)")
    }

    @Test("a wrong driver and a wrong password end with exit code 3 and a hint, and show no password")
    func badInput() async throws {
        let target = try await PostgresCluster.shared.database()
        let role = try await target.role(password: "right-pw")
        let address = role.url.revealed.split(separator: "right-pw", maxSplits: 1).joined(separator: "canary7351")
        let folder = try TestFolder()
        for (driver, uri, expected) in [
            (ADBCDriver.postgresql.path, address, "password authentication failed"),
            ("/nowhere/libadbc_driver_postgresql.so", address, "ADBC_DRIVER_PATH"),
        ] {
            try folder.write(
                "snowmelt.yaml",
                """
                source: {type: adbc, driver: \(driver), options: {uri: "\(uri)"}}
                target: {url: "\(target.url.revealed)"}
                tables: [{source: public.visits, target: moved.visits}]
                """)
            let ending = try await Program.run("snowmelt", ["run"], directory: folder.path)
            #expect(ending.code == 3)
            #expect(ending.standardError.contains(expected), "\(ending.standardError)")
            #expect(!ending.standardError.contains("canary"))
        }
    }

    @Test("option values appear in no log, status, table or process list")
    func secrets() async throws {
        let canary = "c4nary-Pa55"
        let migration = try await migration(rows: 2000, from: .postgresql, defaults: "  threads: 2")
        let database = try #require(migration.origin.database)
        let role = try await database.role(password: canary, grants: ["SELECT ON visits, agents"])
        try migration.folder.write(
            "snowmelt.yaml",
            """
            source: {type: adbc, driver: \(ADBCDriver.postgresql.path), options: {uri: "\(role.url.revealed)"}}
            target: {url: "\(migration.target.url.revealed)"}
            tables:
            \(Visits.postgresTables)
            """)
        let run = try await migration.snowmelt("run", "--log-level", "debug")
        #expect(run.code == 0, "\(run.standardError)")
        let stored = try await migration.target.rows("SELECT settings::text FROM migration_status.run")
        #expect(stored.first?.contains("adbc_driver_postgresql") == true)
        var shown = run.standardOutput + run.standardError + stored.joined()
        for verb in ["check", "status", "workers"] {
            let ending = try await migration.snowmelt(verb)
            shown += ending.standardOutput + ending.standardError
        }
        #expect(!shown.contains(canary))
    }
}
