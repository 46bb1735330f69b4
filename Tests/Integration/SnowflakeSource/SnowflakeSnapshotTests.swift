import TestKit
import Testing

@Suite(
    "One point in time of a Snowflake table",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeSnapshotTests {
    private func instants(_ visits: EmulatedVisits) async throws -> [String] {
        try await visits.emulator.statements(like: "%FROM \"PUBLIC\".\"VISITS\"%").map { statement in
            statement.history.map { "\($0.clause) \($0.instant)" }.joined()
        }
    }

    @Test("plan, chunks and verification read the same point in time of a table that changes meanwhile")
    func pinned() async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.keepVersions(of: "D1.PUBLIC.VISITS")
        let before = try await visits.sourceRows()
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        try await visits.emulator.run(
            "DELETE FROM VISITS WHERE ID < 1000; UPDATE VISITS SET REGION = 'x' WHERE ID > 5000")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.targetRows() == before)
        #expect(try await visits.migration.snowmelt("verify", "latest").code == 0)
        let instants = try await instants(visits)
        #expect(instants.count > 6)
        #expect(Set(instants).count == 1 && instants.allSatisfy { $0.hasPrefix("AT ") }, "\(Set(instants))")
        #expect(
            try await visits.migration.target.rows("SELECT DISTINCT snapshot FROM migration_receipt.receipt").count == 1
        )
    }

    @Test("a plan whose point in time can't be read leaves no run, and the next one plans", arguments: ["plan", "run"])
    func notHeld(verb: String) async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(
            .error(code: "000604", sqlstate: "57014"), times: nil, statement: "%CURRENT_TIMESTAMP%")
        let refused = try await visits.migration.snowmelt(verb)
        #expect(refused.code == 3, "\(refused.standardError)")
        #expect(try await visits.migration.number("SELECT count(*) FROM migration_status.run") == 0)
        try await visits.emulator.clearFaults()
        let next = try await visits.migration.snowmelt(verb)
        #expect(next.code == 0, "\(next.standardError)")
    }

    @Test("rows that disappear from the point in time itself fail the chunk")
    func otherCount() async throws {
        // The emulator keeps no versions of this table, so it reads the current rows.
        let visits = try await EmulatedVisits(settings: ", max_retry_attempts: 1")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        try await visits.emulator.run("DELETE FROM VISITS WHERE ID = 4000")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        #expect(run.standardError.contains("the plan counted"), "\(run.standardError)")
    }

    @Test("snapshot: off reads the current rows, and says so")
    func off() async throws {
        let visits = try await EmulatedVisits(source: "  snapshot: off")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        try await visits.emulator.run("DELETE FROM VISITS WHERE ID = 4000")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.areEqual())
        #expect(Set(try await instants(visits)) == [""])
        #expect(try await visits.migration.target.rows("SELECT snapshot FROM migration_status.run") == ["unpinned"])
    }

    @Test("a view, a query and a table without time travel are read unpinned, beside pinned tables")
    func gaps() async throws {
        let visits = try await EmulatedVisits(
            script: """
                CREATE TABLE FLEETING (ID INT) DATA_RETENTION_TIME_IN_DAYS = 0;
                INSERT INTO FLEETING SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 10));
                CREATE VIEW SEEN AS SELECT * FROM FLEETING;
                """)
        let migration = try TestMigration(
            from: visits.migration.origin,
            tables: """
                  - {source: PUBLIC.VISITS, target: moved.visits}
                  - {source: PUBLIC.FLEETING, target: moved.fleeting}
                  - {source: PUBLIC.SEEN, target: moved.seen}
                  - {query: SELECT * FROM FLEETING, target: moved.asked}
                """, target: visits.migration.target)
        let plan = try await migration.snowmelt("plan")
        #expect(plan.code == 0, "\(plan.standardError)")
        for reason in ["DATA_RETENTION_TIME_IN_DAYS is 0", "it is a view", "it is a query"] {
            #expect(plan.standardError.contains(reason), "\(plan.standardError)")
        }
        try await visits.emulator.run("INSERT INTO FLEETING VALUES (100)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let snapshots = try await migration.target.rows(
            "SELECT table_no, snapshot = 'unpinned' FROM migration_receipt.receipt GROUP BY 1, 2")
        #expect(snapshots == ["1|false", "2|true", "3|true", "4|true"])
        #expect(try await migration.number("SELECT count(*) FROM moved.seen") == 11)
    }

    @Test("snapshot: off for one table reads only that one unpinned, beside another at the run's point in time")
    func tableOff() async throws {
        let visits = try await EmulatedVisits(
            script: """
                CREATE TABLE SHARED (ID INT);
                INSERT INTO SHARED SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 10));
                """)
        let migration = try TestMigration(
            from: visits.migration.origin,
            tables: """
                  - {source: PUBLIC.VISITS, target: moved.visits}
                  - {source: PUBLIC.SHARED, target: moved.shared, snapshot: off}
                """, target: visits.migration.target)
        let plan = try await migration.snowmelt("plan")
        #expect(plan.code == 0, "\(plan.standardError)")
        #expect(plan.standardError.contains("its snapshot is off"), "\(plan.standardError)")
        try await visits.emulator.run("INSERT INTO SHARED VALUES (100)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM moved.shared") == 11)
        #expect(try await migration.snowmelt("verify", "latest").code == 0)
        let shared = try await visits.emulator.statements(like: "%FROM \"PUBLIC\".\"SHARED\"%")
        #expect(shared.count > 2 && shared.allSatisfy(\.history.isEmpty))
        let pinned = try await instants(visits)
        #expect(pinned.count > 3 && pinned.allSatisfy { $0.hasPrefix("AT ") }, "\(pinned)")
    }

    @Test(
        "a run whose point in time is beyond the retention isn't resumed, and copies nothing",
        arguments: ["ALTER TABLE VISITS SET DATA_RETENTION_TIME_IN_DAYS = 0", ""])
    func lapsed(change: String) async throws {
        let visits = try await EmulatedVisits()
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        if change.isEmpty {
            // As if it had been planned the day before yesterday.
            try await visits.migration.target.execute(
                "UPDATE migration_status.run SET snapshot = '2020-01-01 00:00:00.000 +0000'")
        } else {
            try await visits.emulator.run(change)
        }
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 7, "\(run.standardError)")
        #expect(run.standardError.contains("DATA_RETENTION_TIME_IN_DAYS is \(change.isEmpty ? 1 : 0)"))
        #expect(run.standardError.contains("snowmelt cancel"), "\(run.standardError)")
        #expect(try await visits.chunkStatements().isEmpty)
    }
}
