import ArgumentParser
import Events
import Model
import Presentation
import ProgramEntry
import RunControl
import WorkQueue

struct Status: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Shows a run: its tables with chunks, rows, rate and remaining time, and its workers.",
        discussion: """
            EXAMPLE
              snowmelt status
              snowmelt status nightly --watch
              snowmelt status latest --output json | jq '.tables[] | {target, state}'
            """)

    static let onlyReads = true

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The run: an id, the start of one, a name, or `latest`.")
    var run = "latest"

    @Flag(help: "Show the status until the run ends; Ctrl-C doesn't affect the run.")
    var watch = false

    func perform(_ context: Context) async throws -> ExitStatus {
        let isWatching = try context.flags.isOn("watch", watch)
        return try await context.withCoordinator { coordinator in
            if isWatching {
                try await follow(coordinator, context)
            } else {
                let (status, workers) = try await look(coordinator, context)
                try context.console.show(RunDocument(status, workers: workers)) {
                    StatusText.run(status, workers: workers, style: context.console.style)
                }
            }
            return .done
        }
    }

    private func look(
        _ coordinator: Coordinator, _ context: Context, isFull: Bool = true
    ) async throws -> (status: RunStatus, workers: [WorkerStatus]) {
        let (status, workers) = try await coordinator.status(run: run, isFull: isFull)
        return (status.redacted(context.console.redact), workers)
    }

    private func follow(_ coordinator: Coordinator, _ context: Context) async throws {
        let display = context.display(Context.events)
        let interruptions = Interruptions.counts()
        let last = try await withThrowingTaskGroup(of: (RunStatus, [WorkerStatus])?.self) { group in
            group.addTask { try await watchToEnd(coordinator, context, display) }
            group.addTask { try await display.keepTicking() }
            group.addTask {
                for await _ in interruptions { return nil }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        display.finish()
        guard let (status, workers) = last, context.console.format == .text else { return }
        try context.console.show(RunDocument(status, workers: workers)) {
            StatusText.run(status, workers: workers, style: context.console.style)
        }
    }

    /// Shows the status every second until the run ends, as JSON one document per line.
    ///
    /// Returns `nil` if nobody reads stdout any more.
    private func watchToEnd(
        _ coordinator: Coordinator, _ context: Context, _ display: ProgressDisplay
    ) async throws -> (RunStatus, [WorkerStatus])? {
        while true {
            let (status, workers) = try await look(coordinator, context, isFull: false)
            display.update(status, workers: workers)
            if context.console.format == .json {
                let document = RunDocument(status, workers: workers, meter: display.meter)
                guard try context.console.showCompact(document) else { return nil }
            }
            if status.state.hasEnded { return try await look(coordinator, context) }
            try await Task.sleep(for: .seconds(1))
        }
    }
}
