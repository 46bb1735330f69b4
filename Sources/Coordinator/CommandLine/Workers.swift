import ArgumentParser
import Model
import Presentation
import RunControl

struct Workers: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Lists live workers, and those that ended within the last hour.",
        discussion: """
            EXAMPLE
              snowmelt workers
            """)

    static let onlyReads = true

    @OptionGroup var global: GlobalOptions

    func perform(_ context: Context) async throws -> ExitStatus {
        try await context.withCoordinator { coordinator in
            let workers = try await coordinator.workers()
            try context.console.show(["workers": workers.map(WorkerDocument.init)]) {
                StatusText.workers(workers, style: context.console.style)
            }
            return .done
        }
    }
}
