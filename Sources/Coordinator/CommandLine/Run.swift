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
            sayWhatIsNext(outcome)
            return outcome.exit
        }
    }

    /// How to continue a run whose source snapshot is gone; `nil` if it can simply be resumed.
    private func next(after outcome: RunOutcome) -> String? {
        let name = outcome.status.name.singleLine
        return switch outcome.continuation {
        case .goesOn: nil
        case .startsAnew: "the same `snowmelt run` copies all tables of \(name) again"
        case .endsHere: "\(name) can't be resumed: `snowmelt cancel \(name)`, then `snowmelt run` starts again"
        }
    }

    private func sayWhatIsNext(_ outcome: RunOutcome) {
        let name = outcome.status.name.singleLine
        let skipped = outcome.status.skipped
        if !skipped.isEmpty {
            StandardStream.error.write(
                "\(Quantity.plural(skipped.count, "table")) couldn't be planned and \(skipped.count == 1 ? "was" : "were") "
                    + "skipped: `snowmelt status \(name)` says why; the next run tries again\n")
        }
        if outcome.status.state == .completed, outcome.exit == .chunksFailed { return }
        if [.interrupted, .chunksFailed].contains(outcome.exit), let next = next(after: outcome) {
            let reason =
                outcome.exit == .interrupted
                ? "interrupted" : "some chunks failed: `snowmelt chunks \(name) --state failed` says why"
            StandardStream.error.write("\(reason); the source's snapshot ended with this command: \(next)\n")
            return
        }
        switch outcome.exit {
        case .interrupted:
            StandardStream.error.write("interrupted; nothing is lost: the same `snowmelt run` resumes \(name)\n")
        case .chunksFailed:
            StandardStream.error.write(
                "some chunks failed: `snowmelt chunks \(name) --state failed` says why; "
                    + "then `snowmelt requeue \(name) --failed` and `snowmelt run`\n")
        case .verificationDiffers:
            StandardStream.error.write(
                outcome.verification == nil
                    ? "the target lacks rows that its receipts prove: `snowmelt status \(name)` shows which table\n"
                    : "source and target differ: has the source changed since it was read?\n")
        default: break
        }
    }
}

extension ProgressDisplay: RunObserver {}
extension LeftoverRule: ExpressibleByArgument {}
