import ArgumentParser
import Model
import Planning
import Presentation
import ProgramEntry
import RunControl
import Settings

struct Plan: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Plans a run: its tables, their chunks, and what to create in the target.",
        discussion: """
            Workers (`snowmelt run` or `snowmelt-worker`) can claim the chunks immediately.
            With --dry-run, shows the plan with estimates of bytes and time, and changes nothing.
            Ctrl-C removes everything that was created; a second Ctrl-C ends the program immediately.

            EXAMPLE
              snowmelt plan --dry-run --table 'main.fact*' --workers 10
              snowmelt plan --name nightly
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "A name for the run.")
    var name: String?

    @Option(help: ArgumentHelp("Only tables whose source or target matches; may be repeated.", valueName: "glob"))
    var table: [String] = []

    @Flag(help: "Show the plan without changing anything.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "What to do about rows that an ended run left in a table to append to (default: refuse).",
            valueName: "refuse|continue|accept"))
    var leftovers: LeftoverRule?

    @Option(help: "Number of worker processes assumed by a dry run's estimate (default: 1).")
    var workers: Int?

    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        let tables = try context.flags.values("table", table)
        let isDryRun = try context.flags.isOn("dry-run", dryRun)
        let name = try context.flags.value("name", name)
        let leftovers = try context.flags.value("leftovers", leftovers) ?? .refuse
        // `SNOWMELT_WORKERS=0` only makes sense for `run`.
        let count = max(try context.flags.value("workers", workers) ?? 1, 1)
        return try await context.withCoordinator(settings.overrides) { coordinator in
            let stop = StopSignal()
            if isDryRun {
                let surveyed = try await context.shown(stop) { display in
                    try await coordinator.survey(tables: tables, leftovers: leftovers, observer: display, stop: stop)
                }
                let preview = preview(coordinator, surveyed, workers: count)
                try context.console.show(preview.document) { preview.lines(style: context.console.style) }
            } else {
                let status = try await context.shown(stop) { display in
                    try await coordinator.plan(
                        name: name, tables: tables, leftovers: leftovers, observer: display, stop: stop)
                }.redacted(context.console.redact)
                try context.console.show(RunDocument(status, workers: [])) {
                    StatusText.run(status, workers: [], style: context.console.style)
                        + ["", "planned; `snowmelt run` executes it, and `snowmelt-worker` on any machine helps"]
                }
            }
            return .done
        }
    }

    private func preview(
        _ coordinator: Coordinator, _ surveyed: Surveyed, workers: Int
    ) -> PlanPreview {
        let configuration = coordinator.configuration
        let slots = workers * configuration.work.threads
        let limit = configuration.source.maxConnections
        let sharing = limit.map { $0 < slots ? ", of which the source's max_connections allows \($0)" : "" } ?? ""
        return PlanPreview(
            tables: surveyed.tables, failed: surveyed.failed, slots: min(slots, limit ?? slots),
            assumptions: [
                "bytes: the rows in binary COPY, estimated from the first \(RowSize.sampleRows) rows of each table",
                "time: \(Quantity.plural(workers, "worker")) with \(Quantity.plural(configuration.work.threads, "slot"))"
                    + "\(sharing); each copies \(Quantity.count(Int(CopyPace.rowsPerSecond))) rows or "
                    + "\(Quantity.bytes(CopyPace.bytesPerSecond)) per second, whichever takes longer; "
                    + "planning and publishing not included",
                "cost: no cost known for this source",
            ])
    }
}
