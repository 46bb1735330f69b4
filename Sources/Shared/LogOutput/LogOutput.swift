package import Logging

/// The log output of both programs: one line per event on standard error, without secrets.
package enum LogOutput {
    /// Sets up all loggers of the process; must be called once, before the first logger is created.
    ///
    /// - Parameter redact: masks secrets in messages and metadata.
    package static func bootstrap(
        format: LogFormat, level: Logger.Level, color: Bool, redact: @escaping @Sendable (String) -> String,
        sink: LogSink = .standardError
    ) {
        LoggingSystem.bootstrap { _ in
            LineLogHandler(format: format, level: level, color: color, redact: redact, sink: sink)
        }
    }
}
