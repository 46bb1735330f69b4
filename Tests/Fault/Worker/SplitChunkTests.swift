import FaultPoints
import TestKit
import Testing

@Suite("Chunks that take longer than a worker's deadline")
struct SplitChunkTests {
    /// Three chunks of four slow rows, the outer ones with open ends.
    private static let settings =
        "  threads: 2\n  chunk_rows: 400\n  batch_rows: 100\n  lambda_timeout_buffer_seconds: 1"
    private static let secondsPerRow = 4.0
    /// Chunks are released after 11 s: too early for four slow rows, but enough for two.
    private static let deadline = "16s"

    @Test(
        "fault 41: a chunk that takes longer than its workers live is split until its parts fit",
        arguments: Layout.allCases)
    func split(layout: Layout) async throws {
        let migration = try await layout.visits(rows: 1200, settings: Self.settings)
        #expect(try await migration.snowmelt("plan").code == 0)
        let planned = try await Chunks.count(migration, of: "visits")
        let slow = try await SlowLoading(migration, seconds: Self.secondsPerRow)
        // A chunk is split if it had a worker's whole time or was released once before, and a quarter always fits.
        var rounds = 0
        while try await Self.open(migration) > 0 {
            rounds += 1
            try #require(rounds <= 12, "the chunks never fit")
            async let first = migration.worker("--deadline", Self.deadline, "--until-idle")
            async let second = migration.worker("--deadline", Self.deadline, "--until-idle")
            for ended in [try await first, try await second] { #expect(ended.code == 0, "\(ended.standardError)") }
        }
        try await slow.end()
        #expect(try await Self.splits(migration) >= planned)
        #expect(try await Chunks.count(migration, of: "visits") >= 2 * planned)
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        let counted = try await migration.number(
            "SELECT total_chunks - completed_chunks FROM migration_status.migration_table_status "
                + "WHERE source_table = 'visits'", in: migration.control)
        #expect(counted == 0)
        let attempts = try await migration.number(
            "SELECT max(attempt) FROM migration_status.attempt", in: migration.control)
        #expect(attempts == 1)
        try await oracle(migration)
    }

    @Test("a worker killed between the void receipt and the queue leaves a split that others finish")
    func killed() async throws {
        let migration = try await Layout.twoDatabases.visits(rows: 1200, settings: Self.settings)
        #expect(try await migration.snowmelt("plan").code == 0)
        let slow = try await SlowLoading(migration, seconds: Self.secondsPerRow * 2)
        let faults = try PlannedFaults((.afterVoid, "kill"))
        var rounds = 0
        while faults.victim(of: .afterVoid) == nil {
            rounds += 1
            try #require(rounds <= 6, "no chunk is split")
            let worker = try migration.start(
                "snowmelt-worker", "--deadline", Self.deadline, environment: faults.environment)
            _ = try await worker.ending()
        }
        #expect(
            try await migration.number("SELECT count(*) FROM migration_receipt.receipt WHERE halves IS NOT NULL") > 0)
        try await slow.end()
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await Self.splits(migration) >= 1)
        try await oracle(migration)
    }

    /// The number of chunks that still have to be copied.
    private static func open(_ migration: TestMigration) async throws -> Int {
        try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state <> 'done'", in: migration.control)
    }

    private static func splits(_ migration: TestMigration) async throws -> Int {
        try await migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'split'", in: migration.control)
    }
}
