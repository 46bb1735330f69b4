import Synchronization
import Testing

/// Searches for a sequence on which the product and the model differ, in several databases at the same time.
final class ModelSearch: Sendable {
    static let workers = 6
    private static let lanes = 3
    private static let stepsPerSequence = 200
    private let hasFailed = Atomic<Bool>(false)

    /// Runs the sequences of `count` seeds.
    ///
    /// Returns how often each kind of event happened, or `nil` after a failure, which is recorded as an issue.
    func run(from seed: UInt64, count: Int) async throws -> [String: Int]? {
        try await withThrowingTaskGroup(of: [String: Int]?.self) { group in
            for lane in 0..<Self.lanes {
                group.addTask {
                    let seeds = stride(from: lane, to: count, by: Self.lanes).map { seed &+ UInt64($0) }
                    // Control and target are one database in two lanes, and two databases in the other.
                    return try await self.run(seeds, isSeparate: lane == 1)
                }
            }
            var sum: [String: Int]? = [:]
            for try await tally in group {
                if let tally { sum?.merge(tally, uniquingKeysWith: +) } else { sum = nil }
            }
            return sum
        }
    }

    private func run(_ seeds: [UInt64], isSeparate: Bool) async throws -> [String: Int]? {
        let ground = try await ModelGround(isSeparate: isSeparate)
        var sum: [String: Int] = [:]
        for seed in seeds {
            guard !hasFailed.load(ordering: .relaxed) else { return nil }
            let steps = ModelStep.sequence(seed: seed, count: Self.stepsPerSequence, workers: Self.workers)
            switch try await Self.attempt(steps, on: ground) {
            case .passed(let tally): sum.merge(tally, uniquingKeysWith: +)
            case .failed(let failure):
                guard !hasFailed.exchange(true, ordering: .relaxed) else { return nil }
                try await report(failure, seed: seed, on: ground)
                return nil
            }
        }
        try await ground.close()
        return sum
    }

    private func report(_ failure: ModelShrinking.Failure, seed: UInt64, on ground: ModelGround) async throws {
        let smallest = try await ModelShrinking(deadline: .now + .seconds(180)).shrunk(failure) { steps in
            if case .failed(let failure) = try await Self.attempt(steps, on: ground) { failure } else { nil }
        }
        Issue.record(
            """
            \(smallest.mismatch)
            SNOWMELT_SEED=\(seed) runs it again. \(smallest.steps.count) of \(failure.steps.count) steps are left:
            \(smallest.steps.map { "  \($0)" }.joined(separator: "\n"))
            what they did:
            \(smallest.trace.map { "  \($0)" }.joined(separator: "\n"))
            """)
    }

    enum Outcome {
        /// Everything went as in the model; the value counts each kind of event.
        case passed([String: Int])
        case failed(ModelShrinking.Failure)
    }

    /// Runs steps from a clean state.
    static func attempt(_ steps: [ModelStep], on ground: ModelGround) async throws -> Outcome {
        let trial = try await ModelTrial(on: ground, workers: workers)
        do {
            try await trial.run(steps)
            await trial.close()
            return .passed(trial.tally)
        } catch {
            await trial.close()
            let taken = Array(steps.prefix(trial.stepsTaken))
            return .failed(ModelShrinking.Failure(steps: taken, mismatch: error, trace: trial.story))
        }
    }
}
