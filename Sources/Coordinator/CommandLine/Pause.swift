import ArgumentParser
import Model
import Presentation
import RunControl
import WorkQueue

struct Pause: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Lets workers claim no more chunks of a run; chunks in work end.",
        discussion: """
            EXAMPLE
              snowmelt pause nightly
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let status = try await coordinator.setPaused(run: named.run, true).redacted(context.console.redact)
            try context.console.show(RunDocument(status, workers: [])) {
                ["run \(status.name) is paused; `snowmelt resume \(status.name)` goes on"]
            }
            return .done
        }
    }
}
