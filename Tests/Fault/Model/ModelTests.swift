import TestKit
import Testing

/// Random operations of virtual workers and coordinators on real PostgreSQL, compared with a reference model.
///
/// `SNOWMELT_SEED=n` starts with the sequence of that seed; `SNOWMELT_FAULTS=long` runs thirty times as many.
@Suite("The chunk protocol against its model")
struct ModelTests {
    @Test("random sequences of operations and faults leave the same queue, receipts and rows as the model")
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

    /// Events that must happen in the sequences; without them the test would prove little.
    private static let mustHappen = [
        "zombie commit", "receipt found", "fenced commit", "ended backend", "late finish", "late fail", "late release",
        "reap", "reply lost", "fenced worker", "late plan refused", "requeue unheld", "lose commit", "split",
        "half split", "unsplittable", "healed by claim", "healed by reap", "healed by reconcile",
        "make logged", "target crash",
    ]

    /// A scene that random sequences produce too rarely.
    struct Scene: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let steps: [ModelStep]
        /// Events that must happen exactly once.
        let once: [String]

        /// A worker is frozen in the COPY of chunk 1, others take the chunk over, and then `steps` follow.
        static func sleeper(_ description: String, _ steps: [ModelStep], once: [String]) -> Scene {
            let begin: [ModelStep] = [.proceed(worker: 1), .proceed(worker: 1), .freeze(worker: 1), .reap]
            // Enough steps for the other chunks, since chunk 1 is now at the back of the queue.
            let others = Array(repeating: ModelStep.proceed(worker: 0), count: 4 * (ModelTrial.chunkCount - 1))
            return Scene(testDescription: description, steps: begin + others + steps, once: once)
        }

        static let split: [ModelStep] = [.proceed(worker: 0), .split(worker: 0, .whole)]

        static let all = [
            sleeper(
                "of two attempts that copy a chunk at the same time, the one that commits last leaves nothing",
                Array(repeating: .proceed(worker: 0), count: 3) + [.thaw(worker: 1), .proceed(worker: 1)],
                once: ["lost race", "late finish"]),
            sleeper(
                "an attempt that commits after its chunk was split leaves nothing",
                split + [.thaw(worker: 1), .proceed(worker: 1)],
                once: ["split", "void receipt met", "late split"]),
            sleeper(
                "of two workers that split a chunk at the same time, one does",
                [.proceed(worker: 0), .split(worker: 0, .cutOff), .thaw(worker: 1), .proceed(worker: 1)]
                    + [.proceed(worker: 0), .proceed(worker: 0)],
                once: ["half split", "void receipt met", "healed by claim", "late split"]),
            sleeper(
                "a void receipt that the target has lost is written again before its chunk can be copied whole",
                split + [.loseLastCommit, .reconcile, .thaw(worker: 1), .proceed(worker: 1)],
                once: ["void receipt again", "void receipt met"]),
            sleeper(
                "a chunk that was copied whole after the target had lost its void receipt is found",
                split + [.loseLastCommit, .thaw(worker: 1), .reconcile], once: ["zombie commit", "refused"]),
            Scene(
                testDescription: "a reaper finishes a split that a killed worker began",
                steps: [.proceed(worker: 0), .split(worker: 0, .killed), .expireDead, .reap],
                once: ["half split", "healed by reap"]),
            Scene(
                testDescription: "reconciling finishes a split that a killed worker began",
                steps: [.proceed(worker: 0), .split(worker: 0, .killed), .reconcile],
                once: ["half split", "healed by reconcile"]),
            Scene(
                testDescription: "the next claim finishes a split that a worker began before it released the chunk",
                steps: [.proceed(worker: 0), .split(worker: 0, .cutOff), .release(worker: 0)]
                    + Array(repeating: .proceed(worker: 1), count: 3),
                once: ["half split", "healed by claim"]),
        ]
    }

    @Test("one scene", arguments: Scene.all, [false, true])
    func scene(_ scene: Scene, isSeparate: Bool) async throws {
        let ground = try await ModelGround(isSeparate: isSeparate)
        switch try await ModelSearch.attempt(scene.steps, on: ground) {
        case .passed(let tally):
            for kind in scene.once { #expect(tally[kind] == 1, "\(kind): \(tally)") }
        case .failed(let failure): Issue.record("\(failure.mismatch)\n\(failure.trace.joined(separator: "\n"))")
        }
        try await ground.close()
    }
}
