package import Events
import Failures
import Model
import ServiceLifecycle

/// The runtime of a Lambda function that is a worker: takes one invocation after the other and answers each.
///
/// Between two the sandbox is frozen, for hours perhaps, so nothing is kept from one to the next: `work` opens its
/// connections, registers a worker, and has closed and given back everything when it returns or throws. A worker that
/// was frozen within an invocation past its lease loses that as any other does, and its invocation ends in an error.
package struct LambdaLoop: Service {
    /// Carries out one request until the instant, at which the process is ended.
    package typealias Work =
        @Sendable (WorkRequest, _ end: ContinuousClock.Instant, _ events: Events) async throws -> WorkAnswer

    private let api: RuntimeAPI
    private let redact: @Sendable (String) -> String
    private let events: Events
    private let work: Work

    /// - Parameter redact: masks secrets in the errors that leave the process.
    package init(
        api: RuntimeAPI, redact: @escaping @Sendable (String) -> String, events: Events, work: @escaping Work
    ) {
        self.api = api
        self.redact = redact
        self.events = events
        self.work = work
    }

    /// Ends at a graceful shutdown; throws when the Runtime API can't be used, for then only a new process helps.
    package func run() async throws {
        while let invocation = try await next() {
            await carryOut(invocation, events.labelled([.invocation: "\(invocation.id)"]))
        }
    }

    /// nil: told to stop.
    private func next() async throws -> LambdaInvocation? {
        do {
            return try await cancelWhenGracefulShutdown { try await api.next() }
        } catch let error as RuntimeAPIError {
            if Task.isShuttingDownGracefully || Task.isCancelled { return nil }
            throw Failure(
                .internalError, "Lambda's Runtime API can't be used: \(error)",
                hint: "\(RuntimeAPI.variable) is set by Lambda; outside of it, unset it.")
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
            // Too late for it, perhaps: the work stands, and whoever waits for the answer asks again.
            events.record(.answerNotHandedOver(error))
        }
    }
}
