import ArgumentParser
import Failures
import LogOutput
import Model
import Presentation
import ProgramEntry
import RunControl

/// A verb of `snowmelt`; set-up, errors and exit codes are handled here for all verbs.
protocol Verb: AsyncParsableCommand {
    var global: GlobalOptions { get }
    /// Whether the verb only reads, so that it needs no more than that.
    static var onlyReads: Bool { get }

    func perform(_ context: Context) async throws -> ExitStatus
}

extension Verb {
    static var onlyReads: Bool { false }

    mutating func run() async throws {
        let environment = processEnvironment()
        let isJSON = OutputFormat.isJSONAsked(CommandLine.arguments, environment)
        var console = Console(format: isJSON ? .json : .text, style: .plain, redact: { $0 })
        let status: ExitStatus
        do {
            let context = try Context(global, onlyReads: Self.onlyReads, environment: environment)
            console = context.console
            context.startLogging()
            status = try await perform(context)
        } catch {
            let failure = Failure(describing: error)
            console.report(failure)
            status = failure.status
        }
        throw ExitCode(status.rawValue)
    }
}
