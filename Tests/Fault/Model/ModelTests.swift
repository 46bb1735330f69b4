import TestKit
import Testing

/// Random operations of virtual workers and coordinators on real PostgreSQL, beside a model of what should happen.
///
/// `SNOWMELT_SEED=n` begins with the sequence of that seed; `SNOWMELT_FAULTS=long` runs thirty times as many.
@Suite("The chunk protocol against its model")
struct ModelTests {
    @Test("random sequences of operations and faults leave the queue, the receipts and the rows that the model has")
    func randomSequences() async throws {
        let seed = Seeded().seed
        let sequences = isLong ? 2250 : 75
        guard let tally = try await ModelSearch().run(from: seed, count: sequences) else { return }
        let total = tally.values.reduce(0, +)
        let text = tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        #expect(total >= 10_000, "too few operations: \(text)")
        for kind in Self.mustHappen where tally[kind, default: 0] == 0 {
            Issue.record("never happened: \(kind); SNOWMELT_SEED=\(seed): \(text)")
        }
        print("model test: \(total) operations, SNOWMELT_SEED=\(seed): \(text)")
    }

    /// What the sequences are for; without these they would prove little.
    private static let mustHappen = [
        "zombie commit", "receipt found", "fenced commit", "ended backend", "late finish", "late fail", "late release",
        "reap", "reply lost", "fenced worker", "late plan refused", "requeue unheld", "lose commit", "split",
        "half split", "late split", "unsplittable", "void receipt met", "healed by claim", "healed by reap",
        "healed by reconcile", "void receipt again",
    ]

    /// Chance brings this about too rarely to be sure of it.
    @Test(
        "of two attempts that copy a chunk at once, the one that commits last leaves nothing", arguments: [false, true])
    func race(isSeparate: Bool) async throws {
        let others = Array(repeating: ModelStep.proceed(worker: 0), count: 4 * ModelTrial.chunkCount - 1)
        let steps: [ModelStep] =
            [.proceed(worker: 1), .proceed(worker: 1), .freeze(worker: 1), .reap] + others
            + [.thaw(worker: 1), .proceed(worker: 1)]
        let ground = try await ModelGround(isSeparate: isSeparate)
        switch try await ModelSearch.attempt(steps, on: ground) {
        case .passed(let tally): #expect(tally["lost race"] == 1)
        case .failed(let failure): Issue.record("\(failure.mismatch)\n\(failure.trace.joined(separator: "\n"))")
        }
        try await ground.close()
    }
}
