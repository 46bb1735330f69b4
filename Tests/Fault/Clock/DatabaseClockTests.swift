import FaultPoints
import Glibc
import TestKit
import Testing

@Suite("Databases with other clocks", .enabled(if: FakeTime.obstacle == nil, "\(FakeTime.obstacle ?? "")"))
struct DatabaseClockTests {
    /// The databases whose clock is ahead of all others.
    enum Ahead: CaseIterable, CustomTestStringConvertible {
        case control, target, oneDatabase

        var testDescription: String {
            switch self {
            case .control: "control"
            case .target: "target"
            case .oneDatabase: "control = target"
            }
        }
    }

    @Test(
        "fault 25: with a database's clock a minute ahead, a frozen worker is noticed in time and commits nothing",
        arguments: Ahead.allCases)
    func ahead(_ ahead: Ahead) async throws {
        let shifted = try await PostgresCluster.start(under: [FakeTime.shifted(bySeconds: 60)])
        let here = try await PostgresCluster.shared
        let migration = try await TestMigration(
            source: Visits.sql(rows: 10_000), tables: Visits.tables,
            defaults: "  threads: 2\n  chunk_rows: 1000\n  batch_rows: 200",
            target: try await (ahead == .control ? here : shifted).database(),
            control: ahead == .oneDatabase ? nil : try await (ahead == .control ? shifted : here).database())
        #expect(try await migration.snowmelt("plan").code == 0)
        // Its backend holds the COPY.
        let faults = try PlannedFaults((.midCopy, "stop@3"))
        let zombie = try migration.start(
            "snowmelt-worker", "--log-format", "json", environment: faults.environment)
        #expect(try await faults.happened(.midCopy) == zombie.pid)
        let fault = ContinuousClock.now
        let run = try await migration.snowmelt(
            "run", "--workers", "1", "--progress", "none", "--log-format", "json")
        #expect(run.code == 0, "\(run.standardError)")
        let recovery = Recovery(measured: .now - fault, chunk: .seconds(1))
        zombie.resume()
        let ended = try await zombie.ending()
        #expect(ended.code == 4, "\(ended.standardError)")
        try await oracle(
            migration, recovery: recovery, logs: [run.standardError, ended.standardError], lostLeases: 1)
    }
}
