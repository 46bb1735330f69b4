import TestKit
import Testing

@Suite("Programs and schemas of different versions")
struct VersionTests {
    @Test(
        "fault 42: an older program refuses a newer schema and doesn't change it",
        arguments: ["migration_status", "migration_receipt"], Layout.allCases)
    func newerSchema(schema: String, layout: Layout) async throws {
        let migration = try await layout.visits(rows: 100)
        #expect(try await migration.snowmelt("plan").code == 0)
        let database = schema == "migration_status" ? migration.control : migration.target
        try await database.execute("INSERT INTO \(schema).schema_version (version, program) VALUES (99, '9.9')")
        let work = try await migration.number("SELECT count(*) FROM migration_status.work", in: migration.control)
        for ending in [
            try await migration.snowmelt("run", "--workers", "0"), try await migration.worker("--until-idle"),
        ] {
            #expect(ending.code == 7, "\(ending.standardError)")
            #expect(ending.standardError.contains("9.9"), "\(ending.standardError)")
        }
        #expect(
            try await migration.number(
                "SELECT count(*) FROM migration_status.work WHERE state = 'ready'", in: migration.control) == work)
    }

    @Test("fault 42: a worker doesn't touch a target of an older version; `run` upgrades it and resumes")
    func olderTarget() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 100)
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.target.execute(
            """
            DROP TABLE migration_receipt.unlogged_receipt, migration_receipt.publication, migration_receipt.direct_load;
            ALTER TABLE migration_receipt.table_fence DROP COLUMN unlogged;
            ALTER TABLE migration_receipt.receipt DROP COLUMN halves, DROP COLUMN origin;
            DELETE FROM migration_receipt.schema_version WHERE version >= 2;
            """)
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 4, "\(worker.standardError)")
        #expect(worker.standardError.contains("older version"), "\(worker.standardError)")
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }

    @Test("fault 42: a worker that still runs when a newer program plans ends at the plan, without using an attempt")
    func newerPlan() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 100)
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.control.execute("UPDATE migration_status.run_table SET spec_version = spec_version + 1")
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 4, "\(worker.standardError)")
        #expect(worker.standardError.contains("another version of snowmelt"), "\(worker.standardError)")
        #expect(
            try await migration.number(
                "SELECT count(*) FROM migration_status.work WHERE state <> 'ready' OR attempt > 0",
                in: migration.control) == 0)
        try await migration.control.execute("UPDATE migration_status.run_table SET spec_version = spec_version - 1")
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }
}
