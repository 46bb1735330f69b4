import ArgumentParser
import Events
import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl
import Settings
import WorkQueue

struct Run: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Executes a run: plans or resumes it, starts local workers, publishes and verifies its tables.",
        discussion: """
            Resumes this configuration's unfinished run if there is one, otherwise plans a new one. After Ctrl-C, the \
            same command resumes the run; during planning, Ctrl-C removes everything that was created. A second Ctrl-C \
            doesn't wait, and a third ends the program immediately.

            EXAMPLE
              snowmelt run --workers 3 --threads 8
              SNOWMELT_WORKERS=3 snowmelt run --progress log --output json
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Number of worker processes to start on this machine (default: 1; with 0, workers elsewhere copy).")
    var workers: Int?

    @Option(help: "A name for the run if a new one is planned.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "What to do about rows that an ended run left in a table to append to (default: refuse).",
            valueName: "refuse|continue|accept"))
    var leftovers: LeftoverRule?

    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        let count = try context.flags.value("workers", workers) ?? 1
        guard (0...1_000).contains(count) else {
            throw Failure(.usage, "--workers \(count) is out of range: 0 to 1000")
        }
        let name = try context.flags.value("name", name)
        let leftovers = try context.flags.value("leftovers", leftovers)
        return try await context.withCoordinator(settings.overrides) { coordinator in
            let display = context.display(coordinator.events)
            defer { display.finish() }
            let command = LocalWorkers.Command(
                executable: try workerExecutable(),
                arguments: ["--config", context.configPath] + settings.arguments
                    + context.workerLogArguments(isLive: display.isLive),
                output: display.isLive ? try LinePipe(to: .standardError).input : nil)
            let stop = StopSignal()
            let outcome = try await context.stoppable(stop, display: display) {
                try await coordinator.run(
                    name: name, workers: count, command: command, leftovers: leftovers, observer: display,
                    stop: stop)
            }
            display.update(outcome.status, workers: [])
            display.finish()
            let status = outcome.status.redacted(context.console.redact)
            try context.console.show(RunDocument(status, workers: [], verification: outcome.verification)) {
                StatusText.run(status, workers: [], style: context.console.style)
                    + (outcome.verification.map { [""] + $0.text(style: context.console.style) } ?? [])
            }
            outcome.sayWhatIsNext()
            return outcome.exit
        }
    }
}

extension ProgressDisplay: RunObserver {}
extension LeftoverRule: ExpressibleByArgument {}
