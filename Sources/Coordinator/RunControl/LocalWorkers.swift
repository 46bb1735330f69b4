package import Events
import Glibc
package import Model

/// The worker processes that `run` starts on this machine; those that die are replaced while there is work.
package struct LocalWorkers {
    private struct Place {
        var process: ChildProcess?
        var workerID = RandomID()
        /// Whether the process was told to end.
        var isDismissed = false
        /// The number of times in a row that a worker died here while the run made no progress.
        var failures = 0
        /// The number of the run's chunks that were done or failed when the worker was started.
        var settledAtStart = 0
        var startAfter = ContinuousClock.now
    }

    /// The command that starts a worker.
    package struct Command: Sendable {
        package var executable: String
        package var arguments: [String]
        /// The file descriptor for its log; `nil` for this process's stderr.
        package var output: Int32?

        package init(executable: String, arguments: [String], output: Int32? = nil) {
            self.executable = executable
            self.arguments = arguments
            self.output = output
        }
    }

    private static let mostFailures = 5

    private let command: Command
    private let events: Events
    private var places: [Place]
    /// The exit status of a worker for which a restart wouldn't help; `nil` if there is none.
    package private(set) var hopeless: ExitStatus?
    /// Workers that died without signing off, so there is no need to wait for their leases to expire.
    private var dead: [RandomID] = []

    package init(count: Int, command: Command, events: Events) {
        self.command = command
        self.events = events
        places = Array(repeating: Place(), count: count)
    }

    package var isAnyRunning: Bool { places.contains { $0.process != nil } }

    /// Records which workers have ended and, while there is work, starts the missing ones.
    ///
    /// - Parameter settled: the number of the run's chunks that are done or failed. While it grows, a dead worker is
    ///   replaced after a second, regardless of how often workers have died.
    package mutating func supervise(hasWork: Bool, settled: Int) throws {
        for index in places.indices {
            if let process = places[index].process {
                note(process.poll(), of: process, at: index, settled: settled)
            }
            if hasWork, hopeless == nil, places[index].process == nil, ContinuousClock.now >= places[index].startAfter {
                places[index].workerID = RandomID()
                places[index].isDismissed = false
                places[index].settledAtStart = settled
                places[index].process = try ChildProcess(
                    executable: command.executable,
                    arguments: command.arguments + [
                        "--worker-id", places[index].workerID.text, "--parent", "\(getpid())",
                    ],
                    output: command.output)
            }
        }
    }

    /// The workers that died since the last call.
    package mutating func takeDead() -> [RandomID] {
        defer { dead = [] }
        return dead
    }

    /// Tells all workers, once each, to finish or release their chunks and to end.
    package mutating func dismiss() {
        for index in places.indices where !places[index].isDismissed {
            places[index].process?.signal(SIGTERM)
            places[index].isDismissed = true
        }
    }

    package func kill() {
        for place in places { place.process?.signal(SIGKILL) }
    }

    private mutating func note(
        _ ending: ChildProcess.Ending, of process: ChildProcess, at index: Int, settled: Int
    ) {
        if ending != .running, settled > places[index].settledAtStart { places[index].failures = 0 }
        switch ending {
        case .running:
            return
        case .exited(0):
            places[index].failures = 0
        case .killed(SIGTERM) where places[index].isDismissed:
            break  // killed before it could handle the signal
        case .exited(let code):
            places[index].failures += 1
            // `target` isn't in this list: a lost lease or a server restart causes it, and a later worker can succeed.
            let status = ExitStatus(rawValue: code)
            if let status, [.usage, .source, .refused].contains(status) || isLast(index) { hopeless = status }
            events.record(.workerEnded(pid: process.pid, code: code))
        case .unknown:
            places[index].failures += 1
            events.record(.workerEndedUnknown(pid: process.pid))
        case .killed(let signal):
            places[index].failures += 1
            events.record(.workerKilled(pid: process.pid, signal: signal))
        }
        places[index].process = nil
        if ending != .exited(0) { dead.append(places[index].workerID) }
        if places[index].failures > 0 {
            places[index].startAfter = .now + .seconds(min(1 << (places[index].failures - 1), 30))
        }
        if isLast(index) { hopeless = hopeless ?? .internalError }
    }

    private func isLast(_ index: Int) -> Bool { places[index].failures >= Self.mostFailures }
}
