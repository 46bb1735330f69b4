import Events
import Glibc
import LogOutput
import Logging
import Model
import Presentation
import ProgramEntry
import RunControl
import Settings

/// What a verb works with: its flags resolved; configuration and coordinator once it asks for them.
struct Context: Sendable {
    let environment: [String: String]
    let flags: FlagValues
    let configPath: String
    let console: Console
    let progress: ProgressMode

    let log: LogOptions.Resolved
    private let secrets = SecretsBox()

    init(_ options: GlobalOptions, environment: [String: String]) throws {
        self.environment = environment
        flags = FlagValues(environment: environment)
        configPath = options.configOption.path(environment)
        progress = try flags.value("progress", options.progress) ?? .auto
        log = try options.log.resolved(environment)
        let style = TextStyle(
            isColored: log.mayColor && StandardStream.output.isTerminal,
            isUnicode: TextStyle.isUnicode(environment: environment))
        console = Console(
            format: try flags.value("output", options.output) ?? .text, style: style,
            redact: { [secrets] in secrets.redact($0) })
    }

    /// Reads the configuration, sets the logs up and runs `body` with a coordinator for it.
    func withCoordinator(
        _ overrides: [String: String] = [:], _ body: (Coordinator) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        let loader = ConfigurationLoader(environment: environment, flags: overrides)
        return try await withCoordinator(for: try loader.load(path: configPath), body)
    }

    func withCoordinator(
        for configuration: Configuration, _ body: (Coordinator) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        secrets.learn(configuration.secrets)
        log.bootstrap(redact: console.redact)
        try OpenFiles.require(32, hint: "Raise the limit (`ulimit -n`).")
        let coordinator = try Coordinator(
            configuration: configuration, who: Self.who(environment), events: Self.events)
        return try await coordinator.closing { try await body(coordinator) }
    }

    /// The display that `--progress` asks for.
    func display(_ events: Events) -> ProgressDisplay {
        let isTerminal = StandardStream.error.isTerminal && environment["TERM"] != "dumb" && log.format == .text
        let mode: ProgressDisplay.Mode
        switch (progress, isTerminal) {
        case (.none, _): mode = .none
        case (.tty, _), (.auto, true):
            let style = TextStyle(isColored: log.mayColor, isUnicode: console.style.isUnicode)
            mode = .terminal(style, sink: .standardError)
        case (.log, _), (.auto, false): mode = .log(events)
        }
        return ProgressDisplay(mode, redact: console.redact)
    }

    /// Goes to the log, which must be set up.
    static var events: Events { Events(log: Logger(label: "snowmelt")) }

    /// `user@host, process 123`.
    private static func who(_ environment: [String: String]) -> String {
        "\(environment["USER"] ?? "user \(getuid())")@\(hostName()), process \(getpid())"
    }
}

extension Context {
    /// How local workers log: as this program does, but that a live display has no room for each chunk, which it
    /// shows itself.
    func workerLogArguments(isLive: Bool) -> [String] {
        let level = isLive && !log.isLevelGiven ? .warning : log.level
        return ["--log-level", level.rawValue, "--log-format", log.format.rawValue]
            + (log.mayColor ? [] : ["--no-color"])
    }
}
