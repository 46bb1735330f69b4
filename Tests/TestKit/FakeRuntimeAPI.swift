// Foundation: JSON.
import Foundation
import Synchronization

/// The Runtime API of AWS Lambda on 127.0.0.1, which passes invocations to a runtime and records its answers.
///
/// Unlike AWS, it doesn't freeze or end a runtime, not even at a deadline; tests do. Like AWS, it sends events over
/// 64 KiB with chunked encoding, and small ones with their length. It ends when it is released.
package final class FakeRuntimeAPI: Sendable {
    /// The outcome of an invocation.
    package struct Outcome: Sendable {
        package var isError: Bool
        /// The body, in JSON.
        package var body: String
        /// The value of the header Lambda-Runtime-Function-Error-Type.
        package var errorType: String?
        /// Whether it arrived before the deadline.
        package var isInTime = true

        /// Decodes a worker's answer.
        package func answer() throws -> Answer {
            guard !isError else { throw TestKitError("the invocation failed: \(body)") }
            return try JSONDecoder().decode(Answer.self, from: Data(body.utf8))
        }

        /// Decodes an error's message and type.
        package func error() throws -> (message: String, type: String) {
            let error = try JSONDecoder().decode([String: String].self, from: Data(body.utf8))
            guard isError, let message = error["errorMessage"], let type = error["errorType"] else {
                throw TestKitError("the invocation didn't fail: \(body)")
            }
            return (message, type)
        }
    }

    package struct Answer: Decodable, Hashable, Sendable {
        package var run_id: String?
        package var remaining: Int
        package var failed: Int
        package var done: Bool
    }

    struct Invocation: Sendable {
        let id: String
        let event: String
        let time: Duration
    }

    private struct Content {
        var count = 0
        var isStopped = false
        var waiting: [Invocation] = []
        /// The deadlines of invocations that were delivered and aren't answered.
        var ends: [String: ContinuousClock.Instant] = [:]
        var outcomes: [String: Outcome] = [:]
        var initializationError: Outcome?
        var isAwaited = false
    }

    /// The state that it shares with its loop.
    final class State: Sendable {
        private let content = Mutex(Content())

        var isStopped: Bool { content.withLock { $0.isStopped } }
        var isAwaited: Bool { content.withLock { $0.isAwaited } }
        var initializationError: Outcome? { content.withLock { $0.initializationError } }

        func stop() {
            content.withLock { $0.isStopped = true }
        }

        func add(_ event: String, _ time: Duration) -> String {
            content.withLock { content in
                content.count += 1
                let id = "00000000-0000-4000-8000-\(String(1_000_000_000_000 + content.count).dropFirst())"
                content.waiting.append(Invocation(id: id, event: event, time: time))
                return id
            }
        }

        func outcome(_ id: String) -> Outcome? {
            content.withLock { $0.outcomes[id] }
        }

        /// The next invocation for a waiting runtime; its time starts now.
        func handOut() -> Invocation? {
            content.withLock { content in
                guard !content.waiting.isEmpty else { return nil }
                let next = content.waiting.removeFirst()
                content.ends[next.id] = .now + next.time
                return next
            }
        }

        func setAwaited(_ isAwaited: Bool) {
            content.withLock { $0.isAwaited = isAwaited }
        }

        /// Records an answer; returns false if nobody waits for it.
        func record(_ outcome: Outcome, for id: String) -> Bool {
            content.withLock { content in
                guard let end = content.ends.removeValue(forKey: id) else { return false }
                var outcome = outcome
                outcome.isInTime = .now <= end
                content.outcomes[id] = outcome
                return true
            }
        }

        func recordInitializationError(_ outcome: Outcome) {
            content.withLock { $0.initializationError = outcome }
        }
    }

    /// The environment that makes a program this function's runtime.
    package let environment: [String: String]
    private let state: State

    package init() throws {
        let listener = try Listener(backlog: 16)
        environment = ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(listener.port)"]
        let state = State()
        self.state = state
        let loop = try FakeRuntimeLoop(listener: listener, state: state)
        Task { await loop.run() }
    }

    deinit {
        state.stop()
    }

    /// Invokes the function; returns the invocation's id.
    ///
    /// - Parameters:
    ///   - event: the event in JSON.
    ///   - time: the time from delivery to the deadline.
    @discardableResult
    package func invoke(_ event: String = #"{"action": "work"}"#, time: Duration = .seconds(600)) -> String {
        state.add(event, time)
    }

    /// Waits for the outcome of an invocation.
    package func outcome(of id: String, within timeout: Duration = .seconds(300)) async throws -> Outcome {
        var outcome: Outcome?
        try await eventually("the invocation is answered", within: timeout) {
            outcome = state.outcome(id)
            return outcome != nil
        }
        return try outcome ?? { throw TestKitError("no outcome") }()
    }

    /// Invokes the function and waits for the outcome.
    package func result(
        of event: String = #"{"action": "work"}"#, time: Duration = .seconds(600)
    ) async throws -> Outcome {
        try await outcome(of: invoke(event, time: time))
    }

    /// Waits until a runtime waits for the next invocation; AWS would freeze it now.
    package func awaited() async throws {
        try await eventually("a runtime waits for an invocation") { state.isAwaited }
    }

    /// Waits for a runtime's report that it can't be initialised.
    package func initializationError() async throws -> Outcome {
        try await eventually("the runtime reports that it can't be initialised") { state.initializationError != nil }
        return try state.initializationError ?? { throw TestKitError("no error") }()
    }
}
