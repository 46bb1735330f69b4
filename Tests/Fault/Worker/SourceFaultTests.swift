import Glibc
import TestKit
import Testing

/// Migrations whose source driver fails; see `ODBCFixture`.
@Suite("Drivers that fail, from end to end")
struct SourceFaultTests {
    /// A migration in chunks of 500 rows.
    ///
    /// Only the statements that read chunks contain `note`.
    private func migration(_ fixture: ODBCFixture, attempts: Int = 3) async throws -> TestMigration {
        try await fixture.source.run(Visits.sql(rows: 2000))
        return try TestMigration(
            from: fixture.source, tables: Visits.tables,
            defaults: "  threads: 2\n  chunk_rows: 500\n  max_retry_attempts: \(attempts)",
            target: try await PostgresCluster.shared.database())
    }

    private func expectAll(_ migration: TestMigration) async throws {
        #expect(try await Visits.areEqual(migration))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
    }

    @Test("rows of a failed read are removed, and the chunk is read again")
    func failure() async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture, attempts: 20)
        try fixture.set(.error(state: "08S01"), afterRows: 300, matching: "`note`")
        let run = try migration.start("snowmelt", "run", "--progress", "none")
        try await eventually("some reads have failed") { try fixture.count(.error) >= 3 }
        try fixture.clear()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await expectAll(migration)
    }

    @Test("values with wrong lengths fail their chunks, which are copied after a requeue once the driver is right")
    func lengths() async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture)
        // All notes end with a letter of two bytes; without these two bytes a note is still valid text.
        try await fixture.source.run("UPDATE visits SET note = 'ü' WHERE note = ''")
        for bytes in [1, 7, 100_000, -2] {
            // The fifth column is the note.
            try fixture.set(.lengthsOff(by: bytes, column: 5), afterRows: 300, matching: "`note`")
            let ending = try await migration.snowmelt("run", "--progress", "none")
            #expect(ending.code == 5, "\(ending.standardError)")
            #expect(ending.standardError.contains("note"), "\(ending.standardError)")
            #expect(try await migration.number("SELECT count(*) FROM pg_tables WHERE tablename = 'visits'") == 0)
            try fixture.clear()
            #expect(try await migration.snowmelt("requeue", "latest", "--failed").code == 0)
        }
        let ending = try await migration.snowmelt("run", "--progress", "none")
        #expect(ending.code == 0, "\(ending.standardError)")
        try await expectAll(migration)
    }

    @Test("a result that ends early is found by its count, and isn't published")
    func earlyEnd() async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture)
        try fixture.set(.end, afterRows: 300, matching: "`note`")
        let ending = try await migration.snowmelt("run", "--progress", "none")
        #expect(ending.code == 5)
        #expect(ending.standardOutput.contains("the plan counted 2000 rows, 1200 were copied"), "\(ending)")
        #expect(try await migration.number("SELECT count(*) FROM pg_tables WHERE tablename = 'visits'") == 0)
        try fixture.clear()
        #expect(try await migration.snowmelt("cancel", "latest").code == 0)
        #expect(try await migration.snowmelt("run", "--progress", "none").code == 0)
        #expect(try await Visits.areEqual(migration))
    }

    @Test("fault 37: a chunk that crashes its worker eventually fails, all others arrive, and a requeue copies it")
    func crash() async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture, attempts: 2)
        #expect(try await migration.snowmelt("plan").code == 0)
        // So slow that each crash also hits another chunk in the same process.
        let slow = try await SlowLoading(migration)
        try fixture.set(.crash, afterRows: 300, matching: "`visit_id` >= 1503")
        let ending = try await migration.snowmelt("run", "--progress", "none", timeout: .seconds(240))
        #expect(ending.code == 5)
        #expect(try fixture.count(.crash) == 2)
        #expect(ending.standardOutput.contains("1 chunk failed"), "\(ending)")
        let states = try await migration.targetRows(
            "SELECT state, count(*) FROM migration_status.work GROUP BY state")
        #expect(states == ["done|4", "failed|1"])
        try fixture.clear()
        try await slow.end()
        #expect(try await migration.snowmelt("requeue", "latest", "--failed").code == 0)
        #expect(try await migration.snowmelt("run", "--progress", "none").code == 0)
        try await expectAll(migration)
    }

    @Test("fault 13: a slot that hangs in its driver is cancelled, or its process replaced", arguments: [true, false])
    func stall(heedsCancel: Bool) async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture)
        try fixture.set(.block(heedsCancel: heedsCancel), afterRows: 300, matching: "`visit_id` >= 1503")
        let run = try migration.start(
            "snowmelt", "run", "--progress", "none", "--stall-timeout-seconds", "5")
        try await eventually("a slot hangs") { try fixture.count(.block) >= 1 }
        try await eventually("its attempt is over") {
            try await migration.number(
                "SELECT count(*) FROM migration_status.attempt WHERE error LIKE '%no row moved%'") > 0
        }
        try fixture.clear()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardError.contains("driver doesn't return") != heedsCancel, "\(ending.standardError)")
        try await expectAll(migration)
    }

    @Test("a worker whose driver hangs ends at the third signal, and its chunk is read again")
    func hang() async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture)
        #expect(try await migration.snowmelt("plan").code == 0)
        try fixture.set(.block(heedsCancel: false), afterRows: 300, matching: "`visit_id` >= 1503")
        let worker = try migration.start("snowmelt-worker")
        try await eventually("a slot hangs") { try fixture.count(.block) == 1 }
        // One at a time, since pending signals of one kind are merged.
        worker.signal(SIGTERM)
        try await eventually("the first is heard") { worker.standardError.contains("stopping") }
        worker.signal(SIGTERM)
        try await eventually("the driver is told to cancel") { try fixture.count(.cancel) > 0 }
        worker.signal(SIGTERM)
        let ending = try await worker.ending()
        #expect(ending.code == 10, "\(ending)")
        try fixture.clear()
        #expect(try await migration.snowmelt("run", "--progress", "none", timeout: .seconds(150)).code == 0)
        try await expectAll(migration)
    }

    @Test("a source that refuses connections is reported as a source error")
    func refused() async throws {
        let fixture = try await ODBCFixture.sqlite()
        let migration = try await migration(fixture)
        try fixture.refuseConnections(state: "08001")
        let ending = try await migration.snowmelt("run", "--progress", "none")
        #expect(ending.code == 3)
        #expect(ending.standardError.contains("08001"))
        try fixture.clear()
        #expect(try await migration.snowmelt("run", "--progress", "none").code == 0)
        try await expectAll(migration)
    }
}
