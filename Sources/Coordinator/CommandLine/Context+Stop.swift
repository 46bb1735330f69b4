import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl

extension Context {
    /// Runs `body` until it ends or is told to: the first SIGINT or SIGTERM sets `stop`, the second doesn't wait.
    ///
    /// Without workers of ours the second one ends the program on the spot, whatever a source's driver is at; with
    /// workers it cancels `body`, which ends them first.
    func stoppable<Answer: Sendable>(
        _ stop: StopSignal, display: ProgressDisplay? = nil, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let interruptions = Interruptions.counts()
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await count in interruptions {
                    if count == 1 {
                        stop.set()
                        let what =
                            stop.hasWorkers
                            ? "chunks in work end or go back, publishing is left to the next run"
                            : "what the source does is cancelled"
                        LogSink.standardError.line("stopping: \(what); once more doesn't wait")
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
                throw Failure(.interrupted, "stopped at once", hint: "Nothing is lost; `snowmelt run` goes on.")
            }
            return answer
        }
    }

    private static let endedAtOnce = Failure(
        .interrupted, "ended at once",
        hint: "Nothing is lost: `snowmelt run` goes on with an unfinished run once this coordinator's lead has lapsed, "
            + "within half a minute.")
}
