// Foundation: reads the fixtures' files.
import Foundation
import TestKit
import Testing

@Suite("Runs planned by earlier releases")
struct EarlierReleaseTests {
    private static let tables = [
        TableComparison(
            "visits", source: "SELECT visit_id, agent_id, visited, CAST(amount * 100 AS INTEGER), note FROM visits",
            target: "SELECT visit_id, agent_id, visited, (amount * 100)::bigint AS cents, note FROM analytics.visits"),
        TableComparison(
            "events", source: "SELECT event_id, kind, happened FROM events",
            target: "SELECT event_id, kind, happened::text FROM analytics.events"),
        TableComparison(
            "payments", source: "SELECT payment_id, cents, payer FROM payments",
            target: "SELECT * FROM analytics.payments WHERE payment_id > 0"),
        TableComparison(
            "agents", source: "SELECT agent_id, name FROM agents", target: "SELECT * FROM analytics.agents"),
    ]

    private let migration: TestMigration
    /// Defines the config's `service=warehouse`.
    private let environment: [String: String]

    init() async throws {
        let target = try await PostgresCluster.shared.database(function: "earlier_release")
        try await target.execute(Self.fixture("dump.sql"))
        migration = try await TestMigration(source: Self.fixture("source.sql"), tables: "", target: target)
        try migration.folder.write("snowmelt.yaml", Self.fixture("snowmelt.yaml"))
        let service = try migration.folder.write(
            "pg_service.conf",
            "[warehouse]\nhost=\(target.cluster.address)\nport=\(target.cluster.port)\nuser=postgres\ndbname=\(target.name)\n"
        )
        environment = ["PGSERVICEFILE": service]
    }

    private static func fixture(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../Fixtures/0.1.0").standardized
        return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func expectFinished() async throws {
        let run = try await migration.snowmelt("run", environment: environment)
        #expect(run.code == 0, "\(run)")
        #expect(run.standardOutput.contains("equal"), "\(run)")
        try await oracle(migration, tables: Self.tables)
        // One run, and for others only the rows that were there before.
        #expect(try await migration.targetRows("SELECT name, state FROM migration_status.run") == ["nightly|completed"])
        #expect(
            try await migration.targetRows("SELECT * FROM analytics.payments WHERE payment_id < 0")
                == ["-1|100|before", "-2|200|∅"])
        // Chunks that were done aren't copied again.
        #expect(
            try await migration.number(
                "SELECT count(*) FROM migration_status.work WHERE state = 'done' AND finished_at < '2024-03-01'") == 7)
        // The stored plan is interpreted as it was meant.
        #expect(
            try await migration.targetRows("SELECT DISTINCT max_attempts, spec_version FROM migration_status.run_table")
                == ["7|1"])
        let verify = try await migration.snowmelt("verify", "nightly", environment: environment)
        #expect(verify.code == 0, "\(verify)")
        #expect(verify.standardOutput.split(separator: "\n").count { $0.contains("equal") } >= 4, "\(verify)")
    }

    @Test("`run` finishes what 0.1.0 planned and half copied, each row exactly once")
    func finished() async throws {
        try await expectFinished()
    }

    @Test("until then every other verb refers to `run`, and none takes the run for a lost one")
    func before() async throws {
        for verb in [["status"], ["cancel", "--yes"], ["requeue", "--failed"], ["publish"]] {
            let ending = try await Program.run(
                "snowmelt", [verb[0], "nightly"] + verb[1...], environment: environment,
                directory: migration.folder.path)
            #expect(ending.code == 4, "\(verb): \(ending)")
            #expect(ending.standardError.contains("older version"), "\(verb): \(ending)")
            #expect(ending.standardError.contains("`snowmelt run`"), "\(verb): \(ending)")
        }
        try await expectFinished()
    }
}
