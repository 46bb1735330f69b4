import ArgumentParser
import Model
import Presentation
import ProgramEntry
import RunControl
import WorkQueue

struct Cancel: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Ends a run permanently and removes its staging tables.",
        discussion: """
            Published tables stay, as do rows already committed in modes append and truncate; these rows are listed. \
            A run that a restored control database doesn't know is cancelled by its id with --yes.

            EXAMPLE
              snowmelt cancel nightly
              snowmelt cancel ced89dfc-30f2-4c40-aaaa-510301329252 --yes
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument

    @Flag(
        help:
            "Also cancel a run of another configuration, one that this control database doesn't know, or a complete one."
    )
    var yes = false

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let isConfirmed = try context.flags.isOn("yes", yes)
            let run = try await coordinator.cancel(
                run: named.run, isConfirmed: isConfirmed, consent: .asking(isGiven: isConfirmed))
            let left = run.left.map { LeftRowsDocument(target: $0.target, rows: $0.rows, chunks: $0.chunks) }
            let document = CancelDocument(
                name: run.name, status: run.status?.redacted(context.console.redact), left: left)
            try context.console.show(document) { ["run \(run.name) is cancelled"] + text(run.left) }
            return .done
        }
    }

    private func text(_ left: [LeftRows]) -> [String] {
        guard !left.isEmpty else { return [] }
        return left.map { rows in
            "\(rows.target) still has \(Quantity.count(rows.rows)) rows of "
                + "\(rows.chunks.count == 1 ? "chunk" : "chunks") \(NumberRanges.text(rows.chunks))"
        } + [
            "Appending to it again is refused until you decide about these rows: `--leftovers continue` copies only "
                + "the missing chunks; `--leftovers accept` copies everything, in addition to these rows or after you "
                + "have removed them."
        ]
    }
}
