import ArgumentParser
import Glibc
import LogOutput
import Model
import ProgramEntry
import RunControl

/// The option of verbs that change a run.
struct ConsentOption: ParsableArguments {
    @Flag(help: "Don't ask before changing a run of another configuration.")
    var yes = false

    /// Asks on the terminal where `--yes` isn't given.
    func consent(_ context: Context) throws -> Consent {
        Consent.asking(isGiven: try context.flags.isOn("yes", yes))
    }
}

extension Consent {
    /// Asks on stderr and reads the answer from stdin, if both are a terminal.
    static func asking(isGiven: Bool) -> Consent {
        Consent(isGiven: isGiven) { question in
            guard isatty(STDIN_FILENO) == 1, StandardStream.error.isTerminal else { return nil }
            StandardStream.error.write(question)
            return ["y", "yes"].contains((readLine() ?? "").lowercased())
        }
    }
}
