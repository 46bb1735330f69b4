import ArgumentParser
import LogOutput
import Model
import Presentation
import ProgramEntry

/// The coordinator: parses the command line and wires the libraries together; one file a verb.
@main
struct Snowmelt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snowmelt",
        abstract: "Moves warehouse tables into PostgreSQL, chunk by chunk, exactly once.",
        discussion: """
            EXAMPLE
              snowmelt init                  write a configuration to start from
              snowmelt check                 try connections, privileges and versions
              snowmelt plan --dry-run        see tables, chunks and DDL; nothing is changed
              snowmelt run --workers 3       plan, copy, publish and verify
              snowmelt status --watch        look on, from anywhere

            Each flag can be an environment variable, too: --log-level is SNOWMELT_LOG_LEVEL.

            EXIT CODES
              0   done
              1   internal error
              2   usage or configuration
              3   source
              4   target or control database
              5   finished, but some chunks failed
              6   verification differs
              7   refused for safety
              10  interrupted, resumable
            """,
        version: programVersion,
        groupedSubcommands: [
            CommandGroup(name: "PREPARE", subcommands: [Init.self, Check.self, Discover.self, Plan.self]),
            CommandGroup(name: "MOVE", subcommands: [Run.self, Publish.self, Verify.self]),
            CommandGroup(name: "LOOK", subcommands: [Status.self, Chunks.self, Workers.self]),
            CommandGroup(name: "STEER", subcommands: [Requeue.self, Pause.self, Resume.self, Cancel.self]),
        ])

    /// Also before the verb: `snowmelt --output json status`.
    @OptionGroup var global: GlobalOptions

    static var _errorLabel: String { "error" }

    static func main() async {
        await runProgram { message in
            guard OutputFormat.isJSONAsked(CommandLine.arguments, processEnvironment()) else { return }
            Console(format: .json, style: .plain, redact: { $0 }).report(Failure(.usage, message), onlyDocument: true)
        }
    }
}
