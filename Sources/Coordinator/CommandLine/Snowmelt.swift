import ArgumentParser
import LogOutput
import Model
import Presentation
import ProgramEntry

/// The program `snowmelt`: parses the command line and wires the libraries together; one file per verb.
@main
struct Snowmelt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snowmelt",
        abstract: "Moves warehouse tables into PostgreSQL, chunk by chunk, exactly once.",
        discussion: """
            EXAMPLE
              snowmelt init                  write a starter configuration
              snowmelt check                 check connections, privileges and versions
              snowmelt plan --dry-run        show tables, chunks and DDL without changing anything
              snowmelt run --workers 3       plan, copy, publish and verify
              snowmelt status --watch        follow the progress, from any machine

            Every flag can also be set by an environment variable: --log-level by SNOWMELT_LOG_LEVEL.

            EXIT CODES
              0   done
              1   internal error
              2   usage or configuration error
              3   source error
              4   error of the target or control database
              5   finished, but some chunks failed
              6   source and target differ
              7   refused for safety
              10  interrupted, resumable
            """,
        version: programVersion,
        groupedSubcommands: [
            CommandGroup(name: "PREPARE", subcommands: [Init.self, Check.self, Discover.self, Plan.self]),
            CommandGroup(name: "COPY", subcommands: [Run.self, Publish.self, Verify.self]),
            CommandGroup(name: "MONITOR", subcommands: [Status.self, Chunks.self, Workers.self]),
            CommandGroup(name: "CONTROL", subcommands: [Requeue.self, Pause.self, Resume.self, Cancel.self]),
        ])

    /// Options before the verb: `snowmelt --output json status`.
    @OptionGroup var global: GlobalOptions

    static var _errorLabel: String { "error" }

    static func main() async {
        await runProgram { message in
            guard OutputFormat.isJSONAsked(CommandLine.arguments, processEnvironment()) else { return }
            Console(format: .json, style: .plain, redact: { $0 }).report(Failure(.usage, message), onlyDocument: true)
        }
    }
}
