package import Events
import Failures
import Model
import ServiceLifecycle

/// The runtime of a Lambda function that is a worker: takes one invocation after another and answers each.
///
/// Between invocations the sandbox may be frozen for hours, so nothing is kept from one to the next: `work` opens its
/// connections and registers a worker, and has closed and released everything when it returns or throws. A worker that
/// is frozen during an invocation for longer than its lease loses the lease like any other worker, and the invocation
/// ends with an error.
package struct LambdaLoop: Service {
    /// Does the work of one request.
    ///
    /// - Parameter end: when the process will be ended.
    package typealias Work =
        @Sendable (WorkRequest, _ end: ContinuousClock.Instant, _ events: Events) async throws -> WorkAnswer

    private let api: RuntimeAPI
    private let redact: @Sendable (String) -> String
    private let events: Events
    private let work: Work

    /// - Parameter redact: masks secrets in errors that leave the process.
    package init(
        api: RuntimeAPI, redact: @escaping @Sendable (String) -> String, events: Events, work: @escaping Work
    ) {
        self.api = api
        self.redact = redact
        self.events = events
        self.work = work
    }

    /// Ends at a graceful shutdown; throws if the Runtime API fails, since then only a new process helps.
    package func run() async throws {
        while let invocation = try await next() {
            await carryOut(invocation, events.labelled([.invocation: "\(invocation.id)"]))
        }
    }

    /// The next invocation; `nil` if the loop has to stop.
    private func next() async throws -> LambdaInvocation? {
        do {
            return try await cancelWhenGracefulShutdown { try await api.next() }
        } catch let error as RuntimeAPIError {
            if Task.isShuttingDownGracefully || Task.isCancelled { return nil }
            throw Failure(
                .internalError, "Lambda's Runtime API failed: \(error)",
                hint: "Lambda sets \(RuntimeAPI.variable); outside Lambda, unset it.")
        }
    }

    private func carryOut(_ invocation: LambdaInvocation, _ events: Events) async {
        do {
            let answer: WorkAnswer
            do {
                answer = try await work(try WorkRequest(event: invocation.payload), invocation.end, events)
            } catch {
                let document = ErrorDocument(Failure(describing: error), redact: redact)
                events.record(.invocationFailed(error: document.errorMessage))
                return try await api.fail(invocation, document)
            }
            events.record(.invocationDone(remaining: answer.remaining, failed: answer.failed, done: answer.done))
            try await api.respond(to: invocation, answer)
        } catch {
            // Perhaps it is too late to answer. The work remains done, and the caller can invoke the function again.
            events.record(.answerNotHandedOver(error))
        }
    }
}
