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
    @OptionGroup var agreement: ConsentOption

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let consent = try agreement.consent(context)
            let status = try await coordinator.setPaused(run: named.run, true, consent: consent)
                .redacted(context.console.redact)
            try context.console.show(RunDocument(status, workers: [])) {
                ["run \(status.name) is paused; `snowmelt resume \(status.name)\(consent.flag)` resumes it"]
            }
            return .done
        }
    }
}
