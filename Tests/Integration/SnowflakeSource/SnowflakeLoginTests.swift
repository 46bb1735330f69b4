// Foundation: reads the status as JSON, independent of the product.
import Foundation
import TestKit
import Testing

@Suite(
    "Refused logins and expired tokens of Snowflake",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeLoginTests {
    @Test(
        "a token that expires or is revoked amid a run ends it within a minute, with the hint, and resumable at once",
        arguments: [("390318", "expired"), ("390303", "revoked"), ("394400", "revoked"), ("390144", "clock")])
    func statements(code: String, hint: String) async throws {
        let visits = try await EmulatedVisits(source: "  breaker_rest_seconds: 600", function: "refused\(code)")
        try await visits.emulator.set(.error(code: code, sqlstate: "08001"), times: nil, tag: "%chunk=%")
        try await expectRefusal(visits, hint: hint)
        try await visits.emulator.clearFaults()
        try await expectEnd(visits)
    }

    @Test("logins that are refused amid a run end it in the same way, through a breaker that rests, too")
    func logins() async throws {
        let visits = try await EmulatedVisits(source: "  breaker_rest_seconds: 600\n  breaker_failures: 2")
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        try await visits.emulator.refuseLogins(code: "390318", message: "OAuth access token expired.")
        try await expectRefusal(visits, hint: "put a new one there")
        // The breaker of an outage rests for ten minutes; the next run doesn't wait for it.
        try await visits.migration.target.execute(
            """
            UPDATE migration_status.source_breaker
               SET state = 'open', failures = 2, openings = 1, rest_until = clock_timestamp() + interval '10 minutes'
            """)
        try await expectRefusal(visits, hint: "put a new one there")
        try await visits.emulator.clearFaults()
        try await expectEnd(visits)
    }

    @Test("as long as statements fail, the source isn't said to answer because a login works")
    func bareLogin() async throws {
        let visits = try await EmulatedVisits(
            settings: ", max_retry_attempts: 2", source: "  breaker_rest_seconds: 1\n  breaker_failures: 2")
        try await visits.emulator.set(.error(code: "390111", sqlstate: "08001"), times: nil, tag: "%chunk=%")
        let run = try visits.migration.start("snowmelt", "run", "--progress", "none", "--log-level", "debug")
        try await eventually("chunks are read") { try await visits.chunkStatements().count > 0 }
        try await eventually("the source has been tried twice", within: .seconds(60)) {
            try await visits.migration.number("SELECT max(openings) FROM migration_status.source_breaker") >= 3
        }
        #expect(!run.standardError.contains("source breaker closed"), "\(run.standardError)")
        let status = try await visits.migration.snowmelt("status")
        #expect(status.standardOutput.contains("source breaker"), "\(status.standardOutput)")
        try await visits.emulator.clearFaults()
        let ending = try await run.ending(within: .seconds(120))
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(ending.standardError.ranges(of: "source breaker closed").count == 1, "\(ending.standardError)")
        #expect(try await visits.areEqual())
    }

    /// A run that ends within a minute because the source refuses the login; no attempt is counted.
    private func expectRefusal(_ visits: EmulatedVisits, hint: String) async throws {
        let run = try await visits.migration.snowmelt("run", "--workers", "2", timeout: .seconds(60))
        #expect(run.code == 3, "\(run.standardError)")
        #expect(run.standardError.contains("`snowmelt run` resumes"), "\(run.standardError)")
        #expect(run.standardError.contains(hint), "\(run.standardError)")
        #expect(try await visits.migration.number("SELECT max(attempt) FROM migration_status.work") == 0)
        #expect(
            try await visits.migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'ready'") == 3)
        let text = try await visits.migration.snowmelt("status")
        #expect(text.standardOutput.contains("login refused"), "\(text.standardOutput)")
        #expect(text.standardOutput.contains(hint), "\(text.standardOutput)")
        let json = try await visits.migration.snowmelt("status", "--output", "json")
        let status = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        let breaker = try #require(status?["source_breaker"] as? [String: Any], "\(json.standardOutput)")
        #expect(breaker["state"] as? String == "refused")
        #expect((breaker["error"] as? String)?.contains(hint) == true)
    }

    private func expectEnd(_ visits: EmulatedVisits) async throws {
        let run = try await visits.migration.snowmelt("run", timeout: .seconds(60))
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.areEqual())
        let status = try await visits.migration.snowmelt("status")
        #expect(!status.standardOutput.contains("refused"), "\(status.standardOutput)")
    }
}
