// How both programs start and end: shared flags and their variables, log options, signals, exit.

package import ArgumentParser
import Glibc
import LogOutput
import Model

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
            let text = fullMessage(for: error)
            if isAnswer {
                StandardStream.output.write(text + "\n")
            } else {
                StandardStream.error.write(text + "\n")
                onUsageError(message(for: error))
            }
            Glibc.exit((isAnswer ? ExitStatus.done : .usage).rawValue)
        }
    }
}
