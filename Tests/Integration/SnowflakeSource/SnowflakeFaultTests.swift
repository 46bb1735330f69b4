import TestKit
import Testing

@Suite(
    "Snowflake's faults, through the unmodified ADBC driver",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeFaultTests {
    @Test("a part cut between messages, which the driver takes for the end, fails the chunk; the retry is complete")
    func silentTruncation() async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(.cutAtMessage, part: 2, times: 1, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        let struck = try await visits.chunkStatements().filter { !$0.faults.isEmpty }
        #expect(struck.map(\.faults) == [["cut-at-message 2"]])
        let errors = try await visits.errors()
        #expect(errors.count == 1)
        #expect(errors.allSatisfy { $0.contains("rows and returned") }, "\(errors)")
        #expect(try await visits.areEqual())
        #expect(try await Chunks.areExact(visits.migration))
    }

    @Test(
        "a part that never arrives completely fails its chunk permanently, and nothing of it is published",
        arguments: [SnowflakeEmulator.PartFault.cutAtMessage, .cutInHalf, .reset, .forbidden, .serverError])
    func brokenForEver(fault: SnowflakeEmulator.PartFault) async throws {
        // The driver fetches a part again after a 500, for at most the config's request_timeout.
        let attempts = fault == .serverError ? 1 : 2
        let visits = try await EmulatedVisits(settings: ", max_retry_attempts: \(attempts)")
        try await visits.emulator.set(fault, part: 2, times: nil, tag: "%chunk=2")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        if fault == .cutAtMessage {
            #expect(run.standardError.contains("the result was truncated in transit"), "\(run.standardError)")
        }
        let errors = try await visits.errors()
        #expect(errors.count == attempts)
        if fault == .forbidden || fault == .serverError {
            #expect(errors.allSatisfy { $0.contains("SYSTEM$ALLOWLIST()") }, "\(errors)")
        }
        #expect(
            try await visits.migration.number(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'moved' AND tablename = 'visits'") == 0)
        // The other chunks are copied, and only this one is copied again.
        try await visits.emulator.clearFaults()
        let before = try await visits.chunkStatements().count
        #expect(try await visits.migration.snowmelt("requeue", "latest", "--failed").code == 0)
        #expect(try await visits.migration.snowmelt("run").code == 0)
        #expect(try await visits.chunkStatements().count == before + 1)
        #expect(try await visits.areEqual())
    }

    @Test("check reads a result in parts, and says what to do if the parts can't be fetched")
    func checkedParts() async throws {
        let visits = try await EmulatedVisits(rows: 10)
        let good = try await visits.migration.snowmelt("check")
        #expect(good.code == 0, "\(good.standardOutput)")
        #expect(good.standardOutput.contains("source results"), "\(good.standardOutput)")
        #expect(try await visits.emulator.statements().contains { !$0.parts.isEmpty })
        try await visits.emulator.set(.forbidden, times: nil)
        let bad = try await visits.migration.snowmelt("check")
        #expect(bad.code == 3, "\(bad.standardOutput)")
        #expect(bad.standardOutput.contains("SYSTEM$ALLOWLIST()"), "\(bad.standardOutput)")
    }

    @Test("the driver waits for a late part")
    func slowPart() async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(.slow, part: 2, times: 1, tag: "%chunk=%", seconds: 3)
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.chunkStatements().contains { $0.faults == ["slow 2"] })
        #expect(try await visits.errors().isEmpty)
        #expect(try await visits.areEqual())
    }

    @Test("a part that doesn't arrive is given up after stall_timeout_seconds, and fetched by another statement")
    func stalledPart() async throws {
        let visits = try await EmulatedVisits(
            defaults: "  threads: 2\n  chunk_rows: 2500\n  stall_timeout_seconds: 8")
        try await visits.emulator.set(.slow, part: 2, times: 1, tag: "%chunk=%", seconds: 120)
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.errors().count >= 1)
        #expect(try await visits.areEqual())
        #expect(try await Chunks.areExact(visits.migration))
    }

    @Test("the driver copes with a statement that is slow, answered with a 500 or cut off")
    func brokenStatements() async throws {
        for fault in [SnowflakeEmulator.StatementFault.slow(seconds: 2), .serverError, .reset] {
            let visits = try await EmulatedVisits(rows: 1000, function: "brokenStatements\(fault)".filter(\.isLetter))
            try await visits.emulator.set(fault, times: 1, tag: "%chunk=%")
            let run = try await visits.migration.snowmelt("run")
            #expect(run.code == 0, "\(fault): \(run.standardError)")
            #expect(try await visits.chunkStatements().contains { !$0.faults.isEmpty }, "\(fault)")
            #expect(try await visits.errors().isEmpty, "\(fault)")
            #expect(try await visits.areEqual())
        }
    }

    @Test(
        "a part that breaks, is refused or fails is copied again",
        arguments: [SnowflakeEmulator.PartFault.cutInHalf, .reset, .forbidden, .serverError])
    func brokenParts(fault: SnowflakeEmulator.PartFault) async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(fault, part: 3, times: 1, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.chunkStatements().contains { !$0.faults.isEmpty })
        // The driver itself fetches a part again after a 500.
        #expect(try await visits.errors().isEmpty == (fault == .serverError))
        #expect(try await visits.areEqual())
        #expect(try await Chunks.areExact(visits.migration))
    }

    @Test(
        "a statement that times out, fails with an incident or loses its session is run again",
        arguments: [("000630", "57014"), ("000603", "XX000"), ("390111", "08001"), ("390114", "08001")])
    func passingErrors(code: String, sqlState: String) async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(.error(code: code, sqlstate: sqlState), times: 1, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.chunkStatements().contains { $0.faults == ["statement-error"] })
        #expect(try await visits.areEqual())
    }

    @Test(
        "a chunk whose statement reaches the time limit is split, so that its halves fit",
        arguments: ["000630", "000604"])
    func splitAtTimeLimit(code: String) async throws {
        let visits = try await EmulatedVisits(function: "splitAtTimeLimit\(code)")
        try await visits.emulator.set(.error(code: code, sqlstate: "57014"), times: nil, tag: "%chunk=2")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        // Three chunks, and two halves instead of the second.
        let chunks = try await visits.chunkStatements()
        #expect(chunks.count == 5 && chunks.count { $0.error != nil } == 1)
        let errors = try await visits.errors()
        #expect(errors.count == 1 && errors[0].contains("of warehouse time"), "\(errors)")
        #expect(try await visits.areEqual())
    }

    @Test("no rows are paid for more than twice at the time limit, and the error says what they cost")
    func paidTwice() async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(.error(code: "000630", sqlstate: "57014"), times: nil, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        // Each of three chunks once, and each of its halves once.
        #expect(try await visits.chunkStatements().count == 9)
        let failed = try await visits.migration.snowmelt("chunks", "latest", "--state", "failed", "--output", "json")
        #expect(failed.standardOutput.contains("2 statements for these rows"), "\(failed.standardOutput)")
        #expect(failed.standardOutput.contains("STATEMENT_TIMEOUT_IN_SECONDS"), "\(failed.standardOutput)")
        // Requeued, they have all their attempts again.
        try await visits.emulator.clearFaults()
        #expect(try await visits.migration.snowmelt("requeue", "latest", "--failed").code == 0)
        let resumed = try await visits.migration.snowmelt("run")
        #expect(resumed.code == 0, "\(resumed.standardError)")
        #expect(try await visits.areEqual())
    }

    @Test("a chunk that can't be split fails at the second time limit")
    func unsplittable() async throws {
        let visits = try await EmulatedVisits(settings: ", chunk: {by: none}")
        try await visits.emulator.set(.error(code: "000630", sqlstate: "57014"), times: nil, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        #expect(try await visits.chunkStatements().count == 2)
    }

    @Test("a session with an expired token continues, and a statement whose answer is lost runs once")
    func expiredSession() async throws {
        let visits = try await EmulatedVisits()
        try await visits.emulator.set(.sessionExpired, times: 1, tag: "%chunk=%")
        try await visits.emulator.set(.lost, times: 1, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await visits.errors().isEmpty)
        #expect(try await visits.areEqual())
    }

    @Test(
        "a permanent error fails at the first attempt and says what to do",
        arguments: [
            ("000606", "57P03", "AUTO_RESUME"), ("000707", "02000", "snapshot: off for this table"),
            ("003001", "42501", "grant source.role"), ("090073", "22000", "resource monitor"),
            ("002003", "42S02", "grant SELECT"), ("100038", "22018", "100038"),
        ])
    func lastingErrors(code: String, sqlState: String, advice: String) async throws {
        let visits = try await EmulatedVisits(rows: 1000)
        try await visits.emulator.set(.error(code: code, sqlstate: sqlState), times: nil, tag: "%chunk=%")
        let run = try await visits.migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        #expect(try await visits.chunkStatements().count == 1)
        if advice != code {
            let errors = try await visits.errors()
            #expect(!errors.isEmpty && errors.allSatisfy { $0.contains(advice) }, "\(errors)")
        }
    }
}
