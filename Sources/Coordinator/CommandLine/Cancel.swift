import ArgumentParser
import Coordinating
import Model
import Monitoring
import WorkQueue

struct Cancel: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Ends a run for good and removes its staging tables.",
        discussion: """
            Tables that are published stay, and so do rows that modes append and truncate have committed.

            EXAMPLE
              snowmelt cancel nightly
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let status = try await coordinator.cancel(run: named.run).redacted(context.console.redact)
            try context.console.show(RunDocument(status, workers: [])) { ["run \(status.name) is cancelled"] }
            return .done
        }
    }
}
