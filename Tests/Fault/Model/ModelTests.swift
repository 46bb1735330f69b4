// Foundation for the environment alone.
import Foundation
import Model
import TestKit
import Testing

/// Random operations of virtual workers and coordinators on real PostgreSQL, beside a model of what should happen.
///
/// `SNOWMELT_SEED=n` begins with the sequence of that seed; `SNOWMELT_FAULTS=long` runs thirty times as many sequences.
@Suite("The chunk protocol against its model")
struct ModelTests {
    private static let stepsPerSequence = 200
    private static let workers = 6

    @Test("random sequences of operations and faults leave the queue, the receipts and the rows that the model has")
    func randomSequences() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["SNOWMELT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000_000)
        let sequences = environment["SNOWMELT_FAULTS"] == "long" ? 2100 : 70
        let lanes = 3
        let tallies = try await withThrowingTaskGroup(of: [String: Int]?.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    let seeds = stride(from: lane, to: sequences, by: lanes).map { seed &+ UInt64($0) }
                    // With control and target in one database, and in two.
                    return try await Self.run(seeds, isSeparate: !lane.isMultiple(of: 2))
                }
            }
            var tallies: [[String: Int]] = []
            for try await tally in group {
                guard let tally else { return nil as [[String: Int]]? }
                tallies.append(tally)
            }
            return tallies
        }
        guard let tallies else { return }
        let tally = tallies.reduce(into: [:] as [String: Int]) { sum, tally in
            sum.merge(tally, uniquingKeysWith: +)
        }
        let text = tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        #expect(tally.values.reduce(0, +) >= sequences * 10_000 / 70, "too few operations: \(text)")
        for kind in Self.mustHappen where tally[kind, default: 0] == 0 {
            Issue.record("never happened: \(kind); from seed \(seed) on: \(text)")
        }
        print("model test from seed \(seed) on: \(text)")
    }

    /// What the test is for; without them it would prove little.
    private static let mustHappen = [
        "zombie commit", "receipt found", "lost race", "fenced commit", "ended backend", "late finish", "late fail",
        "late release",
        "reap", "reply lost", "fenced worker", "late plan refused", "requeue unheld", "lose commit",
    ]

    /// Runs the sequences of a lane; nil if one failed, which is recorded.
    private static func run(_ seeds: [UInt64], isSeparate: Bool) async throws -> [String: Int]? {
        let ground = try await ModelGround(isSeparate: isSeparate)
        var tally: [String: Int] = [:]
        for seed in seeds {
            try Task.checkCancellation()
            let steps = ModelStep.sequence(seed: seed, count: stepsPerSequence, workers: workers)
            guard let failure = try await attempt(steps, on: ground, count: { tally.merge($0, uniquingKeysWith: +) })
            else { continue }
            let shrinking = ModelShrinking(deadline: .now + .seconds(120))
            let smallest = try await shrinking.shrunk(failure) { steps in try await attempt(steps, on: ground) { _ in }
            }
            Issue.record(
                """
                \(smallest.mismatch)
                seed \(seed); SNOWMELT_SEED=\(seed) runs it again. \(smallest.steps.count) of \(steps.count) steps:
                \(smallest.steps.map { "  \($0)" }.joined(separator: "\n"))
                what they did:
                \(smallest.trace.map { "  \($0)" }.joined(separator: "\n"))
                """)
            return nil
        }
        try await ground.close()
        return tally
    }

    /// Runs steps on a clean state; nil if all went as in the model.
    private static func attempt(
        _ steps: [ModelStep], on ground: ModelGround, count: ([String: Int]) -> Void
    ) async throws -> ModelShrinking.Failure? {
        let trial = try await ModelTrial(on: ground, workers: workers)
        do {
            try await trial.run(steps)
            await trial.close()
            count(trial.tally)
            return nil
        } catch {
            await trial.close()
            return ModelShrinking.Failure(steps: steps, mismatch: error, trace: trial.story)
        }
    }
}
