package import ArgumentParser
import Glibc
import LogOutput
import Model

extension AsyncParsableCommand {
    /// Parses the command line, runs what it asks for, and exits as `interface.md` says.
    ///
    /// `onUsageError` gets the parser's words, which are on stderr by then.
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
            // Help, the version and completion scripts come as errors that exit with success.
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
