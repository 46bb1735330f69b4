import ArgumentParser
import Model
import Presentation
import ProgramEntry
import RunControl

struct Requeue: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Returns failed chunks to the queue.",
        discussion: """
            Requeues all failed chunks of the run, those of one table, or chunks by number.

            EXAMPLE
              snowmelt requeue latest --failed
              snowmelt requeue nightly --table analytics.visits --chunk 3 --chunk 7
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: RunArgument
    @OptionGroup var agreement: ConsentOption

    @Flag(help: "Requeue all failed chunks.")
    var failed = false

    @Option(help: "Only chunks of this table.")
    var table: String?

    @Option(help: ArgumentHelp("Only this chunk; may be repeated.", valueName: "number"))
    var chunk: [Int] = []

    func perform(_ context: Context) async throws -> ExitStatus {
        let table = try context.flags.value("table", table)
        let chunks = try context.flags.values("chunk", chunk)
        guard try context.flags.isOn("failed", failed) || table != nil || !chunks.isEmpty else {
            throw Failure(
                .usage, "no chunks are selected",
                hint: "--failed selects all failed chunks; --table and --chunk select some.")
        }
        guard chunks.isEmpty || table != nil else {
            throw Failure(.usage, "--chunk needs --table: each table numbers its chunks from 1")
        }
        return try await context.withCoordinator { coordinator in
            let count = try await coordinator.requeue(
                run: named.run, table: table, chunks: chunks.isEmpty ? nil : chunks,
                consent: agreement.consent(context))
            try context.console.show(["requeued": count]) {
                ["\(Quantity.plural(count, "chunk")) requeued; `snowmelt run` or a worker copies them"]
            }
            return .done
        }
    }
}
