import ArgumentParser
import Model
import Presentation
import RunControl
import WorkQueue

struct Resume: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Lets workers claim chunks of a paused run again.",
        discussion: """
            EXAMPLE
              snowmelt resume nightly
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument
    @OptionGroup var agreement: ConsentOption

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let status = try await coordinator.setPaused(run: named.run, false, consent: agreement.consent(context))
                .redacted(context.console.redact)
            try context.console.show(RunDocument(status, workers: [])) {
                ["run \(status.name) is resumed by running workers; `snowmelt run` starts workers on this machine"]
            }
            return .done
        }
    }
}
