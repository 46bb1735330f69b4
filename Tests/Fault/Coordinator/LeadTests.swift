import FaultPoints
import Glibc
import Model
import Postgres
import TestKit
import Testing

/// Two `snowmelt run` of one config, the second started at various moments of the first.
@Suite("Coordinators of one run: one leads at a time")
struct LeadTests {
    @Test(
        "fault 43: while a run counts, loads or publishes for longer than its lead, no other coordinator leads it",
        arguments: LedRun.Phase.allCases, LedRun.Way.allCases)
    func beside(phase: LedRun.Phase, way: LedRun.Way) async throws {
        let run = try await LedRun(way)
        let faults = try PlannedFaults((.afterPlan, "stop"))
        let lock = phase == .counting ? try await run.lockSource() : nil
        let first = try run.start(phase == .counting ? nil : faults)
        var hold = lock
        if phase != .counting {
            _ = try await faults.happened(.afterPlan)
            hold = try await run.lockStaging(phase == .loading ? "SHARE" : "SHARE UPDATE EXCLUSIVE")
            first.signal(SIGCONT)
        }
        try await run.waits(phase)
        try await run.goesOn(for: isLong && phase == .counting ? 120 : 3 * LedRun.lead)
        let second = try await run.run()
        #expect(second.code == 7, "\(second.standardError)")
        #expect(second.standardError.contains("is led by"), "\(second.standardError)")
        try await hold?.commit()
        await hold?.close()
        let ending = try await first.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        try await run.expectEnd(epoch: 1)
    }

    /// Where a coordinator is suspended while its lead expires, and where its successor is when it resumes.
    struct Meeting: Sendable, CustomTestStringConvertible {
        /// Where the coordinator is suspended; `nil` while it counts.
        let sleeping: FaultPoint?
        /// How far the successor is; `nil` if it has finished.
        let successor: LedRun.Progress?
        var way = LedRun.Way.odbc

        var testDescription: String {
            "\(way): \(sleeping?.rawValue ?? "counting"), \(successor.map { "\($0)" } ?? "done")"
        }

        static let all =
            [nil, .midPlan].flatMap { sleeping in
                [.counting, .at(.midPlan), .at(.beforeCommit), .at(.beforeSwap), nil].map {
                    Meeting(sleeping: sleeping, successor: $0)
                }
            }
            + [.afterReconcile, .beforeSwap].flatMap { sleeping in
                [.at(.beforeSwap), .at(.afterSwap), nil].map { Meeting(sleeping: sleeping, successor: $0) }
            }
            + [.at(.afterSwap), nil].map { Meeting(sleeping: .afterSwap, successor: $0) }
            + [
                Meeting(sleeping: nil, successor: .at(.beforeCommit), way: .native),
                Meeting(sleeping: nil, successor: .at(.beforeSwap), way: .native),
                Meeting(sleeping: .midPlan, successor: .at(.midPlan), way: .native),
                Meeting(sleeping: .midPlan, successor: .at(.beforeCommit), way: .native),
                // All chunks are copied again, in the next epoch.
                Meeting(sleeping: .afterPlan, successor: .at(.beforeCommit), way: .native),
                Meeting(sleeping: .beforeSwap, successor: nil, way: .native),
            ]
    }

    @Test(
        "fault 43: a coordinator that resumes while another one leads its run stops, and changes nothing",
        arguments: Meeting.all)
    func deposed(meeting: Meeting) async throws {
        let run = try await LedRun(meeting.way)
        let first: Program
        var lock: PostgresConnection?
        if let point = meeting.sleeping {
            let faults = try PlannedFaults((point, "stop"))
            first = try run.start(faults)
            _ = try await faults.happened(point)
        } else {
            lock = try await run.lockSource()
            first = try run.start(nil)
            try await run.waits(.counting)
            try await first.suspend()
        }
        try await run.leadLapses()
        if meeting.successor == .counting, lock == nil { lock = try await run.lockSource() }
        if meeting.successor != .counting {
            try await lock?.commit()
            await lock?.close()
            lock = nil
        }
        var faults: PlannedFaults?
        if case .at(let point) = meeting.successor { faults = try PlannedFaults((point, "stop")) }
        let second = try run.start(faults)
        var stopped: Int32?
        switch meeting.successor {
        case .at(let point): stopped = try await faults?.happened(point)
        case .counting: try await run.isCounted(by: meeting.sleeping == nil ? 2 : 1)
        case nil: #expect(try await second.ending().code == 0, "\(second.standardError)")
        }
        first.resume()
        let ending = try await first.ending()
        #expect(ending.code == 7, "\(ending.standardError)")
        #expect(ending.standardError.contains("another coordinator has taken run"), "\(ending.standardError)")
        if let stopped { kill(stopped, SIGCONT) }
        try await lock?.commit()
        await lock?.close()
        let end = try await second.ending()
        #expect(end.code == 0, "\(end.standardError)")
        try await run.expectEnd()
    }

    @Test("fault 43: a coordinator whose run was cancelled while it was suspended doesn't continue the run")
    func cancelled() async throws {
        let run = try await LedRun(.odbc)
        let faults = try PlannedFaults((.midPlan, "stop"))
        let first = try run.start(faults)
        _ = try await faults.happened(.midPlan)
        let cancelled = try await run.migration.snowmelt("cancel", "latest")
        #expect(cancelled.code == 0, "\(cancelled.standardError)")
        first.resume()
        let ending = try await first.ending()
        #expect(ending.code == 7, "\(ending.standardError)")
        #expect(ending.standardError.contains("cancelled"), "\(ending.standardError)")
        #expect(
            try await run.migration.number(
                #"SELECT count(*) FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%' AND relkind = 'r'"#) == 0)
        let next = try await run.run()
        #expect(next.code == 0, "\(next.standardError)")
        try await run.expectEnd(epoch: 1)
    }
}
