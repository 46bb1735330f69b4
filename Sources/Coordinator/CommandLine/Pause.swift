import ArgumentParser
import Model
import Presentation
import RunControl
import WorkQueue

struct Pause: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Stops workers from claiming chunks of a run; in-flight chunks finish.",
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
                ["run \(status.name) is paused; `snowmelt resume \(status.name)` resumes it"]
            }
            return .done
        }
    }
}
