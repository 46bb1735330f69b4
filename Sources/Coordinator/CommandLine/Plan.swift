import ArgumentParser
import Coordinating
import Invocation
import Model
import Monitoring
import Planning

struct Plan: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Plans a run: its tables, their chunks, and what to create in the target.",
        discussion: """
            Workers (`snowmelt-worker`, or `snowmelt run`) can start on it at once.
            With --dry-run it shows what the run would be and changes nothing.

            EXAMPLE
              snowmelt plan --dry-run --table 'main.fact*'
              snowmelt plan --name nightly
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "A name for the run.")
    var name: String?

    @Option(help: ArgumentHelp("Only tables whose source or target matches; may be repeated.", valueName: "glob"))
    var table: [String] = []

    @Flag(help: "Show the plan and change nothing.")
    var dryRun = false

    @OptionGroup(title: "Settings of all tables") var settings: SettingOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        let tables = try context.flags.values("table", table)
        let isDryRun = try context.flags.isOn("dry-run", dryRun)
        let name = try context.flags.value("name", name)
        return try await context.withCoordinator(settings.overrides) { coordinator in
            if isDryRun {
                try show(try await coordinator.survey(tables: tables), context.console)
            } else {
                let status = try await coordinator.plan(name: name, tables: tables).redacted(context.console.redact)
                try context.console.show(RunDocument(status, workers: [])) {
                    StatusText.run(status, workers: [], style: context.console.style)
                        + ["", "planned; `snowmelt run` carries it out, `snowmelt-worker` anywhere helps"]
                }
            }
            return .done
        }
    }

    private func show(_ tables: [SurveyedTable], _ console: Console) throws {
        let document = PlanDocument(
            tables: tables.map { table in
                PlanDocument.Table(
                    source: table.plan.spec.source, target: table.plan.spec.target, mode: table.plan.spec.mode,
                    ddl: table.plan.definition, method: table.chunks.method.description,
                    skew: table.chunks.skew, chunks: table.chunks.chunks, warnings: table.warnings)
            })
        try console.show(document) { tables.flatMap { text($0, console.style) } + summary(tables) }
    }

    private func text(_ table: SurveyedTable, _ style: TextStyle) -> [String] {
        let (spec, chunks) = (table.plan.spec, table.chunks)
        var lines = [
            style.paint("\(spec.source) \(style.arrow) \(spec.target)  (\(spec.mode.rawValue))", .bold),
            "  \(Quantity.plural(chunks.totalRows, "row")) in \(Quantity.plural(chunks.chunks.count, "chunk")): "
                + "\(chunks.method); the largest has \(ratio(chunks.skew)) times the mean",
        ]
        lines += table.warnings.map { style.paint("  warning: \($0.singleLine)", .yellow) }
        if let ddl = table.plan.definition { lines += ddl.split(separator: "\n").map { "  \($0)" } }
        let shown = chunks.chunks.count > 12 ? 10 : chunks.chunks.count
        var list = TextTable([.init("  CHUNK", .right), .init("ROWS", .right), .init("RANGE")])
        list.rows = chunks.chunks.prefix(shown).map {
            [.init("  \($0.number)"), .init(Quantity.count($0.expectedRows)), .init($0.range)]
        }
        lines += list.lines(style: style)
        if shown < chunks.chunks.count {
            lines.append("  \(style.ellipsis) and \(Quantity.count(chunks.chunks.count - shown)) more")
        }
        return lines + [""]
    }

    private func summary(_ tables: [SurveyedTable]) -> [String] {
        let (chunks, rows) = tables.reduce((0, 0)) { ($0.0 + $1.chunks.chunks.count, $0.1 + $1.chunks.totalRows) }
        return [
            "\(Quantity.plural(tables.count, "table")), \(Quantity.plural(chunks, "chunk")), "
                + "\(Quantity.plural(rows, "row")); nothing was changed"
        ]
    }

    private func ratio(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
