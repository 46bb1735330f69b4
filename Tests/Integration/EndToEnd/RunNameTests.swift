import TestKit
import Testing

@Suite("Names of runs")
struct RunNameTests {
    private func migration() async throws -> TestMigration {
        try await TestMigration(
            source: "CREATE TABLE t (id integer primary key); INSERT INTO t VALUES (1), (2)",
            tables: "  - {source: main.t, target: moved.t}", target: try await PostgresCluster.shared.database())
    }

    @Test("a name is free again when its run has ended, and means the newest run of that name")
    func everyNight() async throws {
        let migration = try await migration()
        for night in 1...3 {
            let run = try await migration.snowmelt("run", "--name", "nightly")
            #expect(run.code == 0, "night \(night): \(run.standardError)")
        }
        try await migration.source("INSERT INTO t VALUES (3)")
        #expect(try await migration.snowmelt("plan", "--name", "nightly").code == 0)
        let status = try await migration.snowmelt("status", "nightly")
        #expect(status.standardOutput.contains("pending"), "\(status)")
        #expect(try await migration.snowmelt("cancel", "nightly").code == 0)
        #expect(
            try await migration.control.rows("SELECT name, state FROM migration_status.run") == [
                "nightly|cancelled", "nightly|completed", "nightly|completed", "nightly|completed",
            ])
    }

    @Test("a name that a run doesn't get is an error that says which run there is")
    func ignoredName() async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        let other = try await migration.snowmelt("run", "--name", "second")
        #expect(other.code == 2, "\(other)")
        #expect(other.standardError.contains("unfinished run first"), "\(other)")
        #expect(other.standardError.contains("snowmelt cancel first"), "\(other)")
        #expect(try await migration.snowmelt("run", "--name", "first").code == 0)
    }

    @Test("two unfinished runs never have one name")
    func twoConfigs() async throws {
        let migration = try await migration()
        #expect(try await migration.snowmelt("plan", "--name", "first").code == 0)
        let other = try TestMigration(
            from: migration.origin, tables: "  - {source: main.t, target: moved.other}", target: migration.target)
        let refused = try await other.snowmelt("run", "--name", "first")
        #expect(refused.code == 2, "\(refused)")
        #expect(refused.standardError.contains("another config's run is named first"), "\(refused)")
    }

    @Test(
        "a name that verbs or screens couldn't show is refused before anything is planned",
        arguments: ["latest", " ", "a\nb", "a\u{1B}[2J", "a\u{202E}b"])
    func refused(name: String) async throws {
        let migration = try await migration()
        let run = try await migration.snowmelt("run", "--name=\(name)")
        #expect(run.code == 2, "\(run)")
        #expect(run.standardError.contains("can't be the name of a run"), "\(run)")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run", in: migration.control) == 0)
    }
}
