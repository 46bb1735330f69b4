package import ArgumentParser
package import LogOutput
package import Logging
package import Model

/// The logging options, which both programs have.
package struct LogOptions: ParsableArguments {
    @Option(help: "The lowest level to log (default: info).")
    package var logLevel: LogLevel?

    @Option(help: "Log as text for people or as JSON (default: text).")
    package var logFormat: LogFormat?

    @Flag(help: "Use no colours, even on a terminal; NO_COLOR does the same.")
    package var noColor = false

    package init() {}

    /// Merges flags, environment and defaults.
    ///
    /// - Parameter standard: the format if the user chose none.
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

    /// The merged logging options.
    package struct Resolved: Sendable {
        package var level: Logger.Level
        /// Whether the user chose it.
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
