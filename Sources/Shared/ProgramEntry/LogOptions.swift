package import ArgumentParser
package import LogOutput
package import Logging
package import Model

/// The logging options of both programs.
package struct LogOptions: ParsableArguments {
    @Option(help: "Lowest level of log lines on stderr (default: info).")
    package var logLevel: LogLevel?

    @Option(help: "Format of log lines (default: text).")
    package var logFormat: LogFormat?

    @Flag(help: "Never use colours; setting NO_COLOR does the same.")
    package var noColor = false

    package init() {}

    /// Merges flags, environment and defaults.
    ///
    /// - Parameter format: the default log format.
    package func resolved(
        _ environment: [String: String], format standard: LogFormat = .text
    ) throws(Failure) -> Resolved {
        let flags = FlagValues(environment: environment)
        let isPlain = try flags.isOn("no-color", noColor) || !(environment["NO_COLOR"] ?? "").isEmpty
        let given = try flags.value("log-level", logLevel)
        return Resolved(
            level: (given ?? .info).level, isLevelGiven: given != nil,
            format: try flags.value("log-format", logFormat) ?? standard,
            mayColor: !isPlain && environment["TERM"] != "dumb")
    }

    /// Logging options merged from flags, environment and defaults.
    package struct Resolved: Sendable {
        package var level: Logger.Level
        /// Whether the user set the level.
        package var isLevelGiven: Bool
        package var format: LogFormat
        /// Whether colours may be used on a terminal.
        package var mayColor: Bool

        /// Sets up all loggers of this process.
        package func bootstrap(redact: @escaping @Sendable (String) -> String) {
            LogOutput.bootstrap(
                format: format, level: level, color: mayColor && StandardStream.error.isTerminal, redact: redact)
        }
    }
}

extension LogFormat: ExpressibleByArgument {}
