package import ArgumentParser
package import LogOutput
package import Logging
package import Model

/// How both programs log.
package struct LogOptions: ParsableArguments {
    @Option(help: "How much is logged (default: info).")
    package var logLevel: LogLevel?

    @Option(help: "Log lines for people or as JSON (default: text).")
    package var logFormat: LogFormat?

    @Flag(help: "No colours, even on a terminal; NO_COLOR does the same.")
    package var noColor = false

    package init() {}

    /// - Parameter format: unless the user says otherwise.
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

    /// Flags, environment and defaults, merged.
    package struct Resolved: Sendable {
        package var level: Logger.Level
        /// Whether the user chose it.
        package var isLevelGiven: Bool
        package var format: LogFormat
        /// Whether a terminal may get colours.
        package var mayColor: Bool

        /// Sets up all loggers of this process.
        package func bootstrap(redact: @escaping @Sendable (String) -> String) {
            LogOutput.bootstrap(
                format: format, level: level, color: mayColor && StandardStream.error.isTerminal, redact: redact)
        }
    }
}

extension LogFormat: ExpressibleByArgument {}
