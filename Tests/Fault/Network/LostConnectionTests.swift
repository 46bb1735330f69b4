import Model
import Statements
import TestKit
import Testing

@Suite("Connections that break")
struct LostConnectionTests {
    struct Cut: Sendable, CustomTestStringConvertible {
        let direction: ProxyFault.Direction
        let ending: ProxyFault.Ending

        var testDescription: String { "\(direction), \(ending)" }

        static let all = [ProxyFault.Direction.toServer, .toClient].flatMap { direction in
            [ProxyFault.Ending.reset, .finish].map { Cut(direction: direction, ending: $0) }
        }
    }

    @Test(
        "fault 15: a connection that is cut in the middle of a COPY costs an attempt and no row",
        arguments: Cut.all, Layout.allCases)
    func midCopy(cut: Cut, layout: Layout) async throws {
        var random = Seeded()
        let visits = try await ProxiedVisits(layout, seed: random.seed)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let proxy = visits.toTarget
        // A chunk is about 60 kB; what comes back is short, so there it is the COPY's end that gets lost.
        let slow = cut.direction == .toClient ? try await SlowLoading(visits.migration) : nil
        if slow == nil {
            let fault = ProxyFault.cut(after: .random(in: 10_000...50_000, using: &random), .toServer, by: cut.ending)
            proxy.inject(fault, into: .application(ProxiedVisits.worker), times: 3)
        }
        let run = try visits.migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        if let slow {
            try await slow.copying()
            let fault = ProxyFault.cut(after: 0, .toClient, by: cut.ending)
            proxy.inject(fault, into: .application(ProxiedVisits.worker), times: 3)
        }
        try await eventually("a connection is cut") { proxy.strikes > 0 }
        let start = ContinuousClock.now
        try await slow?.end()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        let retried = try await visits.migration.number(
            "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'retried'", in: visits.migration.control)
        #expect(retried > 0)
        let recovery = Recovery(measured: .now - start, chunk: .seconds(2))
        print(try await oracle(visits.migration, recovery: recovery))
    }

    @Test(
        "fault 17: a chunk whose COMMIT got no reply is known by its receipt, and isn't copied again",
        arguments: [ProxyFault.Ending.reset, .finish], Layout.allCases)
    func commitReply(ending: ProxyFault.Ending, layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        visits.toTarget.inject(
            .loseCommitReply(by: ending), into: .application(ProxiedVisits.worker), times: 3)
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toTarget.strikes == 3)
        #expect(try await visits.mostAttempts == 1)
        print(try await oracle(visits.migration))
    }

    @Test(
        "fault 17: a claim, or a done mark, whose reply got lost costs no attempt",
        arguments: [SQL.claimChunk, SQL.finishChunk].map(\.name), Layout.allCases)
    func controlReply(statement: String, layout: Layout) async throws {
        let visits = try await ProxiedVisits(layout)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let text = statement == SQL.claimChunk.name ? SQL.claimChunk.text : SQL.finishChunk.text
        visits.toControl.inject(.loseReply(to: text), into: .application(ProxiedVisits.worker), times: 3)
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toControl.strikes == 3)
        #expect(try await visits.mostAttempts == 1)
        print(try await oracle(visits.migration))
    }

    @Test("fault 17: control connections that break within any reply", arguments: Layout.allCases)
    func anyControlReply(layout: Layout) async throws {
        var random = Seeded()
        let visits = try await ProxiedVisits(layout, seed: random.seed)
        #expect(try await visits.migration.snowmelt("plan").code == 0)
        let fault = ProxyFault.cut(after: .random(in: 1500...6000, using: &random), .toClient)
        visits.toControl.inject(fault, into: .application(ProxiedVisits.worker), times: 4)
        let run = try await visits.migration.snowmelt("run", "--workers", "2", "--progress", "none")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(visits.toControl.strikes > 0)
        print(try await oracle(visits.migration))
    }
}
