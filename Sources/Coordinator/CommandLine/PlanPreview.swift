import Model
import Planning
import Presentation
import RunControl

/// The result of `plan --dry-run`, for people and for programs.
struct PlanPreview {
    let tables: [SurveyedTable]
    /// The tables that a run would skip.
    let failed: [FailedTable]
    /// How many chunks are copied at the same time.
    let slots: Int
    /// What the estimates are based on.
    let assumptions: [String]

    var document: PlanDocument {
        PlanDocument(
            tables: tables.map { table in
                PlanDocument.Table(
                    source: table.plan.spec.source, target: table.plan.spec.target, mode: table.plan.spec.mode,
                    ddl: table.plan.definition, method: table.chunks.method.description,
                    skew: table.chunks.skew, chunks: table.chunks.chunks, warnings: table.warnings,
                    estimate: document(table.estimate))
            },
            total: document(total), assumptions: assumptions,
            skipped: failed.map { .init(source: $0.source, target: $0.target, error: $0.reason) })
    }

    func lines(style: TextStyle) -> [String] {
        tables.flatMap { text($0, style) } + skipped(style) + summary(style)
    }

    private var total: LoadEstimate { tables.reduce(LoadEstimate()) { $0 + $1.estimate } }

    private func document(_ estimate: LoadEstimate) -> PlanDocument.Estimate {
        PlanDocument.Estimate(rows: estimate.rows, bytes: estimate.bytes, seconds: estimate.seconds(slots: slots))
    }

    private func text(_ table: SurveyedTable, _ style: TextStyle) -> [String] {
        let (spec, chunks) = (table.plan.spec, table.chunks)
        var lines = [
            style.paint(
                "\(spec.source) \(style.arrow) \(spec.target)  (\(spec.mode.rawValue))".singleLine, .bold),
            "  \(Quantity.plural(chunks.totalRows, "row")) in \(Quantity.plural(chunks.chunks.count, "chunk")): "
                + "\(chunks.method); the largest is \(ratio(chunks.skew)) times the mean",
        ]
        lines += table.warnings.map { style.paint("  warning: \($0.singleLine)", .yellow) }
        if let ddl = table.plan.definition { lines += ddl.split(separator: "\n").map { "  \(String($0).singleLine)" } }
        let shown = chunks.chunks.count > 12 ? 10 : chunks.chunks.count
        var list = TextTable([.init("  CHUNK", .right), .init("ROWS", .right), .init("RANGE", fitting: .shortened)])
        list.rows = chunks.chunks.prefix(shown).map {
            [.init("  \($0.number)"), .init(Quantity.count($0.expectedRows)), .init($0.range)]
        }
        lines += list.lines(style: style)
        if shown < chunks.chunks.count {
            lines.append("  \(style.ellipsis) and \(Quantity.count(chunks.chunks.count - shown)) more")
        }
        return lines + [""]
    }

    private func skipped(_ style: TextStyle) -> [String] {
        guard !failed.isEmpty else { return [] }
        return failed.map { style.paint("\($0.source) is skipped: \($0.reason)".singleLine, .red) } + [""]
    }

    private func summary(_ style: TextStyle) -> [String] {
        var list = TextTable([
            .init("TARGET", fitting: .shortened), .init("CHUNKS", .right), .init("ROWS", .right),
            .init("BYTES", .right),
            .init("TIME", .right), .init("COST", .right),
        ])
        list.rows =
            tables.map { row($0.plan.spec.target.description, $0.estimate) }
            + [row(Quantity.plural(tables.count, "table"), total)]
        return list.lines(style: style) + [""] + assumptions + [
            "",
            "\(Quantity.plural(tables.count, "table")), \(Quantity.plural(total.chunks, "chunk")), "
                + "\(Quantity.plural(total.rows, "row")); nothing was changed",
        ]
    }

    private func row(_ name: String, _ estimate: LoadEstimate) -> [TextTable.Cell] {
        [
            .init(name), .init(Quantity.count(estimate.chunks)), .init(Quantity.count(estimate.rows)),
            .init(estimate.bytes.map(Quantity.bytes) ?? "-"),
            .init(Quantity.duration(estimate.seconds(slots: slots).rounded(.up))), "-",
        ]
    }

    private func ratio(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
