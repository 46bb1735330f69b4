import Glibc
import Postgres
import TestKit
import Testing

@Suite("The snapshot of a PostgreSQL source that a run reads")
struct NativeSnapshotTests {
    /// One table with a key and one without.
    private static let tables = """
        CREATE TABLE keyed AS SELECT i * 3 AS id, 'row ' || i AS t FROM generate_series(1, 5000) i;
        ALTER TABLE keyed ADD PRIMARY KEY (id);
        CREATE TABLE heap AS SELECT i % 7 AS a, CASE WHEN i % 5 = 0 THEN NULL ELSE repeat('x', i % 400) END AS low
          FROM generate_series(1, 6000) i;
        """
    private static let change = """
        DELETE FROM keyed WHERE id % 2 = 0; INSERT INTO keyed SELECT -i, 'new' FROM generate_series(1, 1000) i;
        UPDATE heap SET a = a + 100; INSERT INTO heap SELECT 1, 'new' FROM generate_series(1, 9000);
        """

    private func migration(
        keyed: String = "", settings: String = "", defaults: String = "", function: String = #function
    ) async throws -> TestMigration {
        let origin = try await TestSource.postgres(function: function).native
        try await origin.run(Self.tables)
        return try TestMigration(
            from: origin,
            tables: """
                  - {source: public.keyed, target: moved.keyed\(keyed)}
                  - {source: public.heap, target: moved.heap}
                """,
            defaults: "  threads: 2\n  chunk_rows: 1000\(defaults)", sourceSettings: settings,
            target: try await PostgresCluster.shared.database(function: function))
    }

    /// A `snowmelt run` that has planned, without local workers.
    private func planned(_ migration: TestMigration) async throws -> Program {
        let run = try migration.start("snowmelt", "run", "--workers", "0", "--progress", "none")
        try await eventually("the run is planned") { try await isActive(migration) }
        return run
    }

    /// Copies all chunks except one of each table, so that no table can be published.
    private func copyMost(_ migration: TestMigration) async throws {
        try await migration.target.execute(
            "UPDATE migration_status.work SET ready_at = clock_timestamp() + interval '1 h' WHERE chunk_no = 1")
        let worker = try migration.start("snowmelt-worker")
        try await eventually("all other chunks are copied") {
            try await migration.number("SELECT count(*) FROM migration_status.work WHERE state <> 'done'") == 2
        }
        worker.signal(SIGTERM)
        #expect(try await worker.ending().code == 0)
    }

    private func expectEqual(_ migration: TestMigration) async throws {
        for name in ["keyed", "heap"] {
            let source = try await migration.sourceRows("SELECT * FROM public.\(name)")
            #expect(try await migration.targetRows("SELECT * FROM moved.\(name)") == source, "\(name)")
        }
    }

    /// Runs `snowmelt run` once the lead of a killed coordinator has expired.
    private func runAgain(_ migration: TestMigration) async throws -> Program.Ending {
        var ending = try await migration.snowmelt("run", "--progress", "none")
        try await eventually("the lead lapses") {
            guard ending.standardError.contains("is led by") else { return true }
            ending = try await migration.snowmelt("run", "--progress", "none")
            return false
        }
        return ending
    }

    @Test("trap 3: rows changed, inserted or deleted during the run don't appear, and no table is rewritten meanwhile")
    func pinned() async throws {
        let migration = try await migration()
        let keyed = try await migration.sourceRows("SELECT * FROM keyed")
        let heap = try await migration.sourceRows("SELECT * FROM heap")
        let run = try await planned(migration)
        try await migration.source(Self.change)
        for rewrite in ["TRUNCATE keyed", "ALTER TABLE heap ALTER COLUMN a TYPE bigint"] {
            await #expect(throws: PostgresError.self) {
                try await migration.source("SET lock_timeout = '300ms'; \(rewrite)")
            }
        }
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await migration.targetRows("SELECT * FROM moved.keyed") == keyed)
        #expect(try await migration.targetRows("SELECT * FROM moved.heap") == heap)
        #expect(try await Chunks.areExact(migration))
        #expect(
            try await migration.number("SELECT count(*) FROM migration_receipt.receipt WHERE snapshot <> 'unpinned'")
                > 5)
        // Afterwards the snapshot is gone, and the source's current rows are counted.
        let verify = try await migration.snowmelt("verify", "latest")
        #expect(verify.code == 6, "\(verify.standardError)")
    }

    @Test("a table with snapshot: off is read as it is, beside one that is read at the run's snapshot")
    func tableOff() async throws {
        let migration = try await migration(keyed: ", snapshot: off")
        let heap = try await migration.sourceRows("SELECT * FROM heap")
        let run = try await planned(migration)
        try await migration.source(Self.change)
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let ending = try await run.ending()
        #expect(ending.standardError.contains("its snapshot is off"), "\(ending.standardError)")
        #expect(try await migration.targetRows("SELECT * FROM moved.heap") == heap)
        let keyed = try await migration.sourceRows("SELECT * FROM keyed")
        #expect(try await migration.targetRows("SELECT * FROM moved.keyed") == keyed)
        let snapshots = try await migration.target.rows(
            "SELECT table_no, snapshot = 'unpinned' FROM migration_receipt.receipt GROUP BY 1, 2")
        #expect(snapshots == ["1|true", "2|false"])
    }

    @Test("a chunk fails if its row count differs from the plan's at the snapshot", arguments: ["auto", "off"])
    func otherCount(snapshot: String) async throws {
        let migration = try await migration(
            settings: "  snapshot: \(snapshot)", defaults: "\n  max_retry_attempts: 1")
        let run = try await planned(migration)
        try await migration.target.execute(
            "UPDATE migration_status.chunk SET expected_rows = expected_rows + 1 WHERE (table_no, chunk_no) = (2, 2)")
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let ending = try await run.ending()
        #expect(ending.code == (snapshot == "auto" ? 5 : 0), "\(ending.standardError)")
        let errors = try await migration.target.rows(
            "SELECT error FROM migration_status.migration_chunk_status WHERE error IS NOT NULL")
        #expect(errors.count == (snapshot == "auto" ? 1 : 0))
        #expect(errors.allSatisfy { $0.contains("the plan counted") }, "\(errors)")
    }

    @Test(
        "a run whose coordinator was killed is planned again at another snapshot, and nothing of the first plan stays")
    func coordinatorKilled() async throws {
        let migration = try await migration()
        let victim = try await planned(migration)
        try await copyMost(migration)
        victim.signal(SIGKILL)
        _ = try await victim.ending()
        try await migration.source(Self.change)
        let run = try await runAgain(migration)
        #expect(run.code == 0, "\(run.standardError)")
        #expect(run.standardError.contains("copied again"), "\(run.standardError)")
        try await expectEqual(migration)
        #expect(try await Chunks.areExact(migration))
        try await oracle(
            migration,
            tables: ["keyed", "heap"].map {
                TableComparison($0, source: "SELECT * FROM \($0)", target: "SELECT * FROM moved.\($0)")
            })
        #expect(
            try await migration.targetRows(
                "SELECT epoch, count(DISTINCT snapshot) FROM migration_receipt.receipt GROUP BY epoch")
                == ["1|1", "2|1"])
        #expect(try await migration.number("SELECT count(DISTINCT snapshot) FROM migration_receipt.receipt") == 2)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 1)
    }

    @Test("workers without a coordinator copy nothing at another point in time")
    func orphans() async throws {
        let migration = try await migration()
        let victim = try await planned(migration)
        victim.signal(SIGKILL)
        _ = try await victim.ending()
        try await eventually("the source has ended the session") {
            try await migration.sourceRows(
                """
                SELECT 1 FROM pg_stat_activity
                 WHERE application_name = 'snowmelt-source' AND datname = current_database()
                """
            ).isEmpty
        }
        try await migration.source(Self.change)
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        let errors = try await migration.target.rows(
            "SELECT DISTINCT error FROM migration_status.migration_chunk_status")
        #expect(errors.count == 1)
        #expect(errors[0].contains("snapshot that this run reads is gone"), "\(errors)")
        #expect(try await migration.number("SELECT count(*) FROM migration_receipt.receipt") == 0)
        let run = try await runAgain(migration)
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration)
    }

    @Test(
        "an interrupted run says what the next one will do, depending on whether it is pinned",
        arguments: ["auto", "off"])
    func interrupted(snapshot: String) async throws {
        let migration = try await migration(settings: "  snapshot: \(snapshot)")
        let first = try await planned(migration)
        first.signal(SIGINT)
        let ending = try await first.ending()
        #expect(ending.code == 10, "\(ending.standardError)")
        #expect(
            ending.standardError.contains(snapshot == "auto" ? "copies all tables" : "`snowmelt run` resumes"),
            "\(ending.standardError)")
        try await migration.source(Self.change)
        let second = try await migration.snowmelt("run")
        #expect(second.code == 0, "\(second.standardError)")
        #expect(second.standardError.contains("copied again") == (snapshot == "auto"), "\(second.standardError)")
        if snapshot == "auto" { try await expectEqual(migration) }
    }

    @Test("rows copied by append can't be removed: such a run is refused, and left as it is")
    func appended() async throws {
        let migration = try await migration(keyed: ", mode: append")
        let first = try await planned(migration)
        try await copyMost(migration)
        first.signal(SIGINT)
        let ending = try await first.ending()
        #expect(ending.code == 10, "\(ending.standardError)")
        #expect(ending.standardError.contains("snowmelt cancel"), "\(ending.standardError)")
        let before = try await migration.targetRows("SELECT * FROM moved.keyed")
        for _ in 1...2 {
            let second = try await migration.snowmelt("run")
            #expect(second.code == 7 && second.standardError.contains("snowmelt cancel"), "\(second.standardError)")
        }
        #expect(try await migration.targetRows("SELECT * FROM moved.keyed") == before)
    }

    @Test("a worker that waits for more work releases the source's snapshot")
    func resting() async throws {
        let migration = try await migration()
        let run = try await planned(migration)
        let worker = try migration.start("snowmelt-worker")
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await eventually("no transaction is open at the source") {
            try await migration.sourceRows(
                """
                SELECT 1 FROM pg_stat_activity WHERE application_name = 'snowmelt-source' AND xact_start IS NOT NULL
                 AND datname = current_database()
                """
            ).isEmpty
        }
        #expect(worker.isRunning)
        try await migration.source("SET lock_timeout = '5s'; TRUNCATE keyed, heap")
        worker.signal(SIGTERM)
        #expect(try await worker.ending().code == 0)
    }

    @Test("a run planned by `plan` is unpinned, and can be resumed")
    func unpinned() async throws {
        let migration = try await migration()
        let plan = try await migration.snowmelt("plan")
        #expect(plan.code == 0 && plan.standardError.contains("reads the current rows"), "\(plan.standardError)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectEqual(migration)
        #expect(
            try await migration.number("SELECT count(*) FROM migration_receipt.receipt WHERE snapshot <> 'unpinned'")
                == 0)
    }

    private func isActive(_ migration: TestMigration) async throws -> Bool {
        guard try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'work'") > 0 else {
            return false
        }
        return try await migration.number("SELECT count(*) FROM migration_status.work") > 0
    }
}
