import ArgumentParser
import Model
import Presentation
import RunControl

struct Publish: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Publishes the tables of a run whose chunks are done; `run` does so automatically.",
        discussion: """
            May be repeated: published tables stay as they are.

            EXAMPLE
              snowmelt publish latest
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument
    @OptionGroup var agreement: ConsentOption

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let outcome = try await context.shown { display in
                try await coordinator.publish(run: named.run, consent: agreement.consent(context), observer: display)
            }
            let status = outcome.status.redacted(context.console.redact)
            try context.console.show(RunDocument(status, workers: [])) {
                StatusText.run(status, workers: [], style: context.console.style)
            }
            outcome.sayWhatIsNext()
            return outcome.exit
        }
    }
}
