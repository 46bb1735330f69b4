import Model
import TestKit
import Testing

@Suite("Invalid input: one clear message, an exit code, nothing half-done")
struct BadInputTests {
    @Test("a wrong password is reported without showing it")
    func wrongPassword() async throws {
        let migration = try await migration()
        let role = try await migration.target.role(password: "right horse battery")
        let ending = try await migration.snowmelt(
            "run",
            environment: [
                "TARGET": role.url.revealed.split(separator: "right", maxSplits: 1).joined(separator: "canary")
            ])
        expect(ending, code: 4, says: ["password authentication failed", "target.url"])
        #expect(!ending.standardError.contains("canary"))
        #expect(!ending.standardOutput.contains("canary"))
    }

    @Test("a server that isn't there")
    func unreachable() async throws {
        let ending = try await migration().snowmelt(
            "run", environment: ["TARGET": "postgresql://x:canary@127.0.0.1:\(freePort())/none"])
        expect(ending, code: 4, says: ["Connection refused", "that the server is up"])
        #expect(!ending.standardError.contains("canary"))
    }

    @Test("for a missing driver, the installed drivers are listed")
    func missingDriver() async throws {
        let ending = try await migration().snowmelt("run", environment: ["DRIVER": "NoSuchDriver"])
        expect(ending, code: 3, says: ["SQLite3", "odbcinst.ini"])
    }

    @Test("for a missing table, a similar name is suggested")
    func missingTable() async throws {
        let ending = try await migration().snowmelt("run", environment: ["TABLE": "main.visit"])
        expect(ending, code: 2, says: ["main.visit", "visits"])
    }

    @Test("for a mistyped key, its place and the nearest key are named")
    func typo() async throws {
        let migration = try await migration()
        try migration.folder.write("bad.yaml", "source:\n  type: odbc\n  conection: x\ntarget: {url: y}\ntables: []\n")
        let ending = try await migration.snowmelt("check", "--config", "bad.yaml")
        expect(ending, code: 2, says: ["bad.yaml:3", "conection", "connection"])
    }

    @Test("for an unset variable, the setting is named")
    func unsetVariable() async throws {
        let migration = try await migration()
        try migration.folder.write(
            "bad.yaml",
            """
            source: {type: odbc, connection: "Driver=SQLite3;Database=x"}
            target:
              url: ${NO_SUCH_VARIABLE}
            tables: [{source: main.a, target: public.a}]
            """)
        let ending = try await migration.snowmelt("check", "--config", "bad.yaml")
        expect(ending, code: 2, says: ["bad.yaml:3", "target.url", "NO_SUCH_VARIABLE"])
    }

    @Test("a target user without privileges is told which ones are missing")
    func noPrivileges() async throws {
        let migration = try await migration()
        try await migration.target.execute("CREATE SCHEMA analytics_dev")
        let role = try await migration.target.role(
            password: "pw-canary", grants: ["CREATE ON DATABASE \"\(migration.target.name)\""])
        let ending = try await migration.snowmelt("run", environment: ["TARGET": role.url.revealed])
        expect(ending, code: 4, says: ["may not create tables in schema analytics_dev", "GRANT CREATE"])
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 0)
    }

    @Test("a source table that vanishes after the plan fails its chunks, and the target stays as it was")
    func vanishes() async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan").code == 0)
        try await migration.source("ALTER TABLE visits RENAME TO gone")
        let ending = try await migration.snowmelt("run")
        expect(ending, code: 5, says: ["visits"])
        let status = try await migration.snowmelt("status", "latest")
        #expect(status.standardOutput.contains("no such table"), "\(status.standardOutput)")
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'visits'") == 0)

        try await migration.source("ALTER TABLE gone RENAME TO visits")
        #expect(try await migration.snowmelt("requeue", "latest", "--failed").code == 0)
        let again = try await migration.snowmelt("run")
        #expect(again.code == 0, "\(again.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    @Test("a value that the target can't hold names table, chunk, column and row, and not the value")
    func badValue() async throws {
        let migration = try await migration()
        try await migration.source("UPDATE visits SET agent_id = 'canary' WHERE visit_id = 30")
        let ending = try await migration.snowmelt("run")
        expect(ending, code: 5, says: ["agent_id", "row 10"])
        #expect(!ending.standardError.contains("canary"))
        #expect(try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'visits'") == 0)
    }

    /// A migration whose parts can be set through the environment.
    private func migration() async throws -> TestMigration {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 300), tables: Visits.tables,
            target: try await PostgresCluster.shared.database())
        try migration.folder.write(
            "snowmelt.yaml",
            """
            source:
              type: odbc
              connection: Driver=${DRIVER:-SQLite3};Database=\(migration.folder.path)/source.sqlite
            target:
              url: ${TARGET:-\(migration.target.url.revealed)}
            control:
              url: ${TARGET:-\(migration.target.url.revealed)}
            defaults:
              threads: 1
            tables:
              - source: ${TABLE:-main.visits}
                target: analytics_dev.visits
            """)
        return migration
    }

    private func expect(_ ending: Program.Ending, code: Int32, says texts: [String]) {
        let said = ending.standardError + ending.standardOutput
        #expect(ending.code == code, "\(said)")
        for text in texts { #expect(said.contains(text), "\(text) in: \(said)") }
    }
}
