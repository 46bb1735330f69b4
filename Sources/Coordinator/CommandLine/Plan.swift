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
            Workers (`snowmelt-worker`, or `snowmelt run`) can start on it at once.
            With --dry-run it shows what the run would be, with estimates of bytes and time, and changes nothing.
            Ctrl-C leaves nothing behind; a second one ends the program at once.

            EXAMPLE
              snowmelt plan --dry-run --table 'main.fact*' --workers 10
              snowmelt plan --name nightly
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "A name for the run.")
    var name: String?

    @Option(help: ArgumentHelp("Only tables whose source or target matches; may be repeated.", valueName: "glob"))
    var table: [String] = []

    @Flag(help: "Show the plan and change nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "What becomes of rows that an ended run has left in a table to append to (default: refuse).",
            valueName: "refuse|continue|accept"))
    var leftovers: LeftoverRule?

    @Option(help: "Worker processes to reckon with in a dry run's time (default: 1).")
    var workers: Int?

    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        let tables = try context.flags.values("table", table)
        let isDryRun = try context.flags.isOn("dry-run", dryRun)
        let name = try context.flags.value("name", name)
        let leftovers = try context.flags.value("leftovers", leftovers) ?? .refuse
        // `SNOWMELT_WORKERS=0` is of use to `run` alone.
        let count = max(try context.flags.value("workers", workers) ?? 1, 1)
        return try await context.withCoordinator(settings.overrides) { coordinator in
            let stop = StopSignal()
            if isDryRun {
                let surveyed = try await context.stoppable(stop) {
                    try await coordinator.survey(tables: tables, leftovers: leftovers, stop: stop)
                }
                let preview = preview(coordinator, surveyed, workers: count)
                try context.console.show(preview.document) { preview.lines(style: context.console.style) }
            } else {
                let status = try await context.stoppable(stop) {
                    try await coordinator.plan(
                        name: name, tables: tables, leftovers: leftovers, stop: stop)
                }.redacted(context.console.redact)
                try context.console.show(RunDocument(status, workers: [])) {
                    StatusText.run(status, workers: [], style: context.console.style)
                        + ["", "planned; `snowmelt run` carries it out, `snowmelt-worker` anywhere helps"]
                }
            }
            return .done
        }
    }

    private func preview(
        _ coordinator: Coordinator, _ tables: [SurveyedTable], workers: Int
    ) -> PlanPreview {
        let configuration = coordinator.configuration
        let slots = workers * configuration.threads
        let limit = configuration.source.maxConnections
        let sharing = limit.map { $0 < slots ? ", of which the source's max_connections lets \($0) work" : "" } ?? ""
        return PlanPreview(
            tables: tables, slots: min(slots, limit ?? slots),
            assumptions: [
                "bytes: as binary COPY carries the rows, by the first \(RowSize.sampleRows) rows of each table",
                "time: \(Quantity.plural(workers, "worker")) of \(Quantity.plural(configuration.threads, "slot"))\(sharing); "
                    + "each copies \(Quantity.count(Int(CopyPace.rowsPerSecond))) rows or "
                    + "\(Quantity.bytes(CopyPace.bytesPerSecond)) a second, whichever takes longer; "
                    + "planning and publishing come on top",
                "cost: no cost known for this source",
            ])
    }
}
