import ArgumentParser
import Model
import Presentation
import ProgramEntry
import RunControl

struct Chunks: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Lists a run's chunks: state, rows, attempts, worker, and why they failed.",
        discussion: """
            EXAMPLE
              snowmelt chunks latest --state failed
              snowmelt chunks nightly --table visits
            """)

    static let onlyReads = true

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument

    @Option(help: "Only chunks in this state.")
    var state: ChunkPhase?

    @Option(help: "Only chunks of this table.")
    var table: String?

    func perform(_ context: Context) async throws -> ExitStatus {
        let state = try context.flags.value("state", state)
        let table = try context.flags.value("table", table)
        return try await context.withCoordinator { coordinator in
            let chunks = try await coordinator.chunks(run: named.run, state: state, table: table)
                .map { $0.redacted(context.console.redact) }
            try context.console.show(["chunks": chunks.map(ChunkDocument.init)]) {
                StatusText.chunks(chunks, style: context.console.style)
            }
            return .done
        }
    }
}

extension ChunkPhase: ExpressibleByArgument {}
