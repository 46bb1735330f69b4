// Foundation: reads and rewrites a configuration.
import Foundation
import TestKit
import Testing

@Suite(
    "Sessions with Snowflake",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeSessionTests {
    @Test("every statement has a tag with the program and, if any, run, table and chunk")
    func tags() async throws {
        let visits = try await EmulatedVisits()
        let check = try await visits.migration.snowmelt("check")
        #expect(check.code == 0, "\(check.standardOutput)")
        let run = try await visits.migration.snowmelt("run", "--name", "tagged")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.emulator.statements().allSatisfy { $0.tag.hasPrefix("snowmelt") || $0.session == 1 })
        let id = try #require(try await visits.migration.target.rows("SELECT run_id FROM migration_status.run").first)
        let chunks = Set(try await visits.chunkStatements().map(\.tag))
        #expect(chunks == Set((1...3).map { "snowmelt run=\(id) table=PUBLIC.VISITS chunk=\($0)" }))
        let planning = try await visits.emulator.statements(tag: "snowmelt run=\(id) table=PUBLIC.VISITS")
        #expect(planning.contains { $0.sql.contains("COUNT(*)") })
        let before = planning.count
        #expect(try await visits.migration.snowmelt("verify", "latest").code == 0)
        let verification = try await visits.emulator.statements(tag: "snowmelt run=\(id) table=PUBLIC.VISITS")
            .dropFirst(before)
        #expect(verification.contains { $0.sql.contains("COUNT(*)") })
    }

    @Test("slots of any number have at most max_connections sessions, and copy everything")
    func connections() async throws {
        let visits = try await EmulatedVisits(
            rows: 8000, source: "  max_connections: 2", defaults: "  threads: 4\n  chunk_rows: 500")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        // Slow enough for all slots to run at the same time.
        try await visits.emulator.set(.slow(seconds: 0.3), times: nil, tag: "%chunk=%")
        async let one = visits.migration.worker("--until-idle")
        async let other = visits.migration.worker("--until-idle")
        let endings = try await [one, other]
        #expect(endings.map(\.code) == [0, 0], "\(endings.map(\.standardError))")
        #expect(try await visits.emulator.peakSessions() == 2)
        #expect(try await visits.chunkStatements().count == 16)
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.areEqual())
    }

    @Test("without max_connections, each slot has its own session and keeps it from chunk to chunk")
    func slots() async throws {
        let visits = try await EmulatedVisits(rows: 8000, defaults: "  threads: 4\n  chunk_rows: 500")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        try await visits.emulator.set(.slow(seconds: 0.3), times: nil, tag: "%chunk=%")
        let worker = try await visits.migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
        #expect(try await visits.emulator.peakSessions() == 4)
        let chunks = try await visits.chunkStatements()
        #expect(chunks.count == 16)
        #expect(Set(chunks.map(\.session)).count == 4)
    }

    @Test("a login names database, schema, warehouse and role, and makes the required session settings")
    func login() async throws {
        let visits = try await EmulatedVisits(rows: 10, source: "  role: reader")
        #expect(try await visits.migration.snowmelt("run").code == 0)
        let logins = try await visits.emulator.logins()
        #expect(logins.count > 1)
        for login in logins {
            #expect(login.user == "loader" && login.authenticator == "SNOWFLAKE")
            #expect(login.application?.hasSuffix("snowmelt") == true)
            #expect(login.database == "D1" && login.schema == "PUBLIC")
            #expect(login.warehouse == "LOADING" && login.role == "reader")
            let parameters = (login.parameters ?? [:]).mapValues(\.text)
            for (name, value) in [
                ("TIMEZONE", "UTC"), ("ROWS_PER_RESULTSET", "0"), ("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"),
                ("QUERY_TAG", "snowmelt"), ("GEOGRAPHY_OUTPUT_FORMAT", "GeoJSON"), ("JSON_INDENT", "0"),
            ] { #expect(parameters[name] == value, "\(name): \(parameters)") }
        }
    }

    @Test("a session in another time zone returns the same instants")
    func zone() async throws {
        let visits = try await EmulatedVisits(
            rows: 10,
            script: """
                CREATE TABLE MOMENTS (ID INT, LOCAL TIMESTAMP_LTZ(3), ZONED TIMESTAMP_TZ(9));
                INSERT INTO MOMENTS VALUES (1, '2024-07-01 12:00:00.123 +0200'::TIMESTAMP_LTZ,
                    '2024-07-01 12:00:00.123456 +0200'::TIMESTAMP_TZ);
                """, options: ["--timezone", "America/Los_Angeles"])
        let migration = try TestMigration(
            from: visits.migration.origin, tables: "  - {source: PUBLIC.MOMENTS, target: moved.moments}",
            target: visits.migration.target)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let rows = try await migration.targetRows(
            #"SELECT "LOCAL" AT TIME ZONE 'UTC', "ZONED" AT TIME ZONE 'UTC' FROM moved.moments"#)
        #expect(rows == ["2024-07-01T10:00:00.123|2024-07-01T10:00:00.123456"])
    }

    @Test("logins with a password, a wrong one, an OAuth token and a programmatic access token")
    func secrets() async throws {
        let canary = ["SECRET": "c4nary-Pa55"]
        let options = ["--password", "c4nary-Pa55", "--token", "c4nary-Pa55"]
        for credential in [
            "  password: ${SECRET}", "  token: ${SECRET}",
            "  token: ${SECRET}\n  authenticator: programmatic_access_token",
        ] {
            let ending = try await EmulatedLogins.check(credential, options: options, environment: canary)
            #expect(ending.code == 0, "\(ending.standardOutput)")
            #expect(!(ending.standardOutput + ending.standardError).contains("c4nary"))
        }
        let stale = try await EmulatedLogins.check("  token: c4nary-stale", options: options)
        #expect(stale.code == 3, "\(stale.standardOutput)")
        #expect(!(stale.standardOutput + stale.standardError).contains("c4nary"))
        let refused = try await EmulatedLogins.check("  password: c4nary-wrong", options: options)
        #expect(refused.code == 3, "\(refused.standardOutput)")
        #expect(refused.standardOutput.contains("check source.user"), "\(refused.standardOutput)")
        #expect(!(refused.standardOutput + refused.standardError).contains("c4nary"))
    }
}
