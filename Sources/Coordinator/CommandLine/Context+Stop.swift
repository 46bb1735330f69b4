import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl

extension Context {
    /// Runs `body` with a display of its progress, which is gone when this returns.
    ///
    /// - Parameter stop: set by the first SIGINT or SIGTERM, see `stoppable`; `nil` if a signal ends the program.
    func shown<Answer: Sendable>(
        _ stop: StopSignal? = nil, _ body: @escaping @Sendable (ProgressDisplay) async throws -> Answer
    ) async throws -> Answer {
        let display = self.display(Self.events)
        defer { display.finish(leavesFrame: false) }
        if let stop { return try await stoppable(stop, display: display) { try await body(display) } }
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await body(display) }
            group.addTask { try await display.keepTicking() }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    /// Runs `body` until it ends or is stopped: the first SIGINT or SIGTERM sets `stop`, the second doesn't wait.
    ///
    /// Without local workers, the second signal ends the program immediately, even if a source's driver doesn't return;
    /// with local workers, it cancels `body`, which ends the workers first.
    func stoppable<Answer: Sendable>(
        _ stop: StopSignal, display: ProgressDisplay? = nil, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let interruptions = Interruptions.counts()
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            if let display { group.addTask { try await display.keepTicking() } }
            group.addTask {
                for await count in interruptions {
                    if count == 1 {
                        stop.set()
                        let what =
                            stop.hasWorkers
                            ? "in-flight chunks finish or return to the queue, publishing is left to the next run"
                            : "the source's queries are cancelled"
                        LogSink.standardError.line("stopping: \(what); a second signal doesn't wait")
                    } else if stop.hasWorkers {
                        return nil
                    } else {
                        display?.finish()
                        console.report(Self.endedAtOnce)
                        Interruptions.endNow()
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else {
                throw Failure(
                    .interrupted, "stopped immediately", hint: "Nothing is lost; `snowmelt run` resumes the run.")
            }
            return answer
        }
    }

    private static let endedAtOnce = Failure(
        .interrupted, "ended immediately",
        hint: "Nothing is lost: `snowmelt run` resumes an unfinished run, at once on this host, and elsewhere once "
            + "this coordinator's lead has expired, within half a minute.")
}
