package import Logging

/// Where the logs of both programs go and what they look like: lines on standard error, one an event, without secrets.
package enum LogOutput {
    /// Sets up every logger of the process; once, before the first is made.
    ///
    /// `redact` masks secrets in messages and metadata.
    package static func bootstrap(
        format: LogFormat, level: Logger.Level, color: Bool, redact: @escaping @Sendable (String) -> String,
        sink: LogSink = .standardError
    ) {
        LoggingSystem.bootstrap { _ in
            LineLogHandler(format: format, level: level, color: color, redact: redact, sink: sink)
        }
    }
}
