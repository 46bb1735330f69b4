import Events
import Glibc
import LogOutput
import Logging
import Model
import Presentation
import ProgramEntry
import RunControl
import Settings

/// The context of a verb: its resolved flags, and the configuration and coordinator on request.
struct Context: Sendable {
    let environment: [String: String]
    let flags: FlagValues
    let configPath: String
    let console: Console
    let progress: ProgressMode

    /// Whether the verb only reads.
    let onlyReads: Bool
    let log: LogOptions.Resolved
    private let secrets = SecretsBox()

    init(_ options: GlobalOptions, onlyReads: Bool, environment: [String: String]) throws {
        self.onlyReads = onlyReads
        self.environment = environment
        flags = FlagValues(environment: environment)
        configPath = options.configOption.path(environment)
        progress = try flags.value("progress", options.progress) ?? .auto
        log = try options.log.resolved(environment)
        let style = TextStyle(
            isColored: log.mayColor && StandardStream.output.isTerminal,
            isUnicode: TextStyle.isUnicode(environment: environment),
            width: StandardStream.output.isTerminal ? TerminalSize(of: StandardStream.output.descriptor).width : nil)
        console = Console(
            format: try flags.value("output", options.output) ?? .text, style: style,
            redact: { [secrets] in secrets.redact($0) })
    }

    /// Sets up logging, and warns of environment variables that look like Snowmelt's and aren't.
    func startLogging() {
        log.bootstrap(redact: console.redact)
        let references = ConfigurationLoader.referencedVariables(path: configPath)
        for variable in UnknownVariable.all(in: environment, besides: references) {
            Self.events.record(.settingIgnored(variable.warning))
        }
    }

    /// Reads the configuration, and runs `body` with a coordinator.
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
        try OpenFiles.require(32, hint: "Raise the limit (`ulimit -n`).")
        let coordinator = try Coordinator(
            configuration: configuration, who: Self.who(environment), events: Self.events)
        return try await coordinator.closing {
            do {
                return try await body(coordinator)
            } catch {
                throw await coordinator.explained(error, onlyReads: onlyReads)
            }
        }
    }

    /// The display selected by `--progress`.
    func display(_ events: Events) -> ProgressDisplay {
        // A live display would overwrite JSON that a terminal shows.
        let showsJSON = console.format == .json && StandardStream.output.isTerminal
        let isTerminal =
            StandardStream.error.isTerminal && environment["TERM"] != "dumb" && log.format == .text && !showsJSON
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

    /// Events that go to the log, which must be set up before.
    static var events: Events { Events(log: Logger(label: "snowmelt")) }

    /// `user@host, process 123`.
    private static func who(_ environment: [String: String]) -> String {
        "\(environment["USER"] ?? "user \(getuid())")@\(hostName()), process \(getpid())"
    }
}

extension Context {
    /// Flags that make local workers log like this program.
    ///
    /// With a live display the default level is warning, since the display shows the progress itself.
    func workerLogArguments(isLive: Bool) -> [String] {
        let level = isLive && !log.isLevelGiven ? .warning : log.level
        return ["--log-level", level.rawValue, "--log-format", log.format.rawValue]
            + (log.mayColor ? [] : ["--no-color"])
    }
}
