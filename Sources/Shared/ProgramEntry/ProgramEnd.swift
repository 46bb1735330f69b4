// How both programs start and end: shared flags and their variables, log options, signals, exit.

package import ArgumentParser
import Glibc
import LogOutput
import Model
import Text

extension AsyncParsableCommand {
    /// Parses the command line, runs the command, and exits with its exit code.
    ///
    /// - Parameter onUsageError: called with the parser's message after it was written to stderr.
    package static func runProgram(onUsageError: @Sendable (String) -> Void = { _ in }) async -> Never {
        Interruptions.takeOver()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Glibc.exit(ExitStatus.done.rawValue)
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            // The parser throws help, version and completion scripts as errors whose exit code is success.
            let isAnswer = exitCode(for: error) == .success
            let text = suggestingVerb(fullMessage(for: error))
            if isAnswer {
                StandardStream.output.write(text + "\n")
            } else {
                StandardStream.error.write(text + "\n")
                onUsageError(suggestingVerb(message(for: error)))
            }
            Glibc.exit((isAnswer ? ExitStatus.done : .usage).rawValue)
        }
    }

    /// The parser's message, with the verb that a mistyped one probably stands for.
    private static func suggestingVerb(_ message: String) -> String {
        let groups = configuration.groupedSubcommands.flatMap { $0.subcommands }
        let verbs = (configuration.subcommands + groups).map { $0._commandName }
        let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasSuffix("Unexpected argument ") else { return message }
        let hint = NearestName.hint(for: String(parts[1]), among: verbs)
        return "\(parts[0])'\(parts[1])'\(hint)\(parts[2])"
    }
}
