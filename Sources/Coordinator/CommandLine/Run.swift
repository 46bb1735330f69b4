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
        abstract: "Carries a run out: plans or resumes it, starts local workers, publishes, verifies the counts.",
        discussion: """
            Goes on with this configuration's unfinished run where there is one. Ctrl-C stops it so that the same \
            command goes on later, or, while it plans, so that nothing is left. A second Ctrl-C doesn't wait, a third ends the \
            program at once.

            EXAMPLE
              snowmelt run --workers 3 --threads 8
              SNOWMELT_WORKERS=3 snowmelt run --progress log --output json
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Worker processes to start on this machine (default: 1; 0: others do the work).")
    var workers: Int?

    @Option(help: "A name for the run, if it is planned now.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of rows that an ended run has left in a table to append to (default: refuse).",
            valueName: "refuse|continue|accept"))
    var leftovers: LeftoverRule?

    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        let count = try context.flags.value("workers", workers) ?? 1
        guard (0...1_000).contains(count) else {
            throw Failure(.usage, "--workers \(count) is out of range: 0 to 1000")
        }
        let name = try context.flags.value("name", name)
        let leftovers = try context.flags.value("leftovers", leftovers) ?? .refuse
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
            try context.console.show(RunDocument(status, workers: [], meter: nil)) {
                StatusText.run(status, workers: [], style: context.console.style)
                    + (outcome.verification.map { [""] + $0.text(style: context.console.style) } ?? [])
            }
            sayWhatIsNext(outcome)
            return outcome.exit
        }
    }

    /// Where the snapshot of the source that the run reads is gone.
    private func next(after outcome: RunOutcome) -> String? {
        let name = outcome.status.name
        return switch outcome.continuation {
        case .goesOn: nil
        case .startsAnew: "the same `snowmelt run` copies all tables of \(name) anew"
        case .endsHere: "\(name) can't be gone on with: `snowmelt cancel \(name)`, then `snowmelt run` starts anew"
        }
    }

    private func sayWhatIsNext(_ outcome: RunOutcome) {
        let name = outcome.status.name
        if [.interrupted, .chunksFailed].contains(outcome.exit), let next = next(after: outcome) {
            let reason =
                outcome.exit == .interrupted
                ? "interrupted" : "some chunks failed: `snowmelt chunks \(name) --state failed` says why"
            StandardStream.error.write("\(reason); the source's snapshot ended with this command: \(next)\n")
            return
        }
        switch outcome.exit {
        case .interrupted:
            StandardStream.error.write("interrupted; nothing is lost: the same `snowmelt run` goes on with \(name)\n")
        case .chunksFailed:
            StandardStream.error.write(
                "some chunks failed: `snowmelt chunks \(name) --state failed` says why; "
                    + "then `snowmelt requeue \(name) --failed` and `snowmelt run`\n")
        case .verificationDiffers:
            StandardStream.error.write(
                outcome.verification == nil
                    ? "the target doesn't hold what its receipts prove: `snowmelt status \(name)` says which table\n"
                    : "source and target differ: has the source changed since it was read?\n")
        default: break
        }
    }
}

extension ProgressDisplay: RunObserver {}
extension LeftoverRule: ExpressibleByArgument {}
