package import Logging

/// Writes each event as one line, with secrets masked.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]

    private let format: LogFormat
    private let color: Bool
    private let redact: @Sendable (String) -> String
    private let sink: LogSink

    package init(
        format: LogFormat, level: Logger.Level, color: Bool, redact: @escaping @Sendable (String) -> String,
        sink: LogSink
    ) {
        self.format = format
        logLevel = level
        self.color = color
        self.redact = redact
        self.sink = sink
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var merged = metadata
        if let own = event.metadata { merged.merge(own) { _, new in new } }
        if let error = event.error { merged["error"] = "\(error)" }
        // Secrets are masked before escaping, which could hide them, and in each part separately, so that a secret that
        // looks like JSON can't break the line's form.
        let line = LogLine(
            time: .now, level: event.level, message: redact(event.message.description),
            metadata: merged.sorted { $0.key < $1.key }.map { (redact($0.key), value($0.value)) })
        switch format {
        case .text: sink.line(line.text(color: color))
        case .json: sink.line(line.json())
        }
    }

    private func value(_ value: Logger.MetadataValue) -> LogLine.Value {
        if case .stringConvertible(let number as Int) = value { return .number(number) }
        return .text(redact(value.description))
    }
}
