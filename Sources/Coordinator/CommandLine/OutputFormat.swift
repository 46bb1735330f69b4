import ArgumentParser
import ProgramEntry

/// How results are written to stdout: `--output`.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json

    /// Whether a command line that can't be parsed asks for JSON, so that its error is written as JSON as well.
    static func isJSONAsked(_ arguments: [String], _ environment: [String: String]) -> Bool {
        if arguments.contains("--output=json") { return true }
        guard let index = arguments.firstIndex(of: "--output") else {
            return environment[FlagValues.variable(of: "output")] == json.rawValue
        }
        return arguments[(index + 1)...].first == json.rawValue
    }
}
