import Logging
import Text

/// One log event, formatted as one line.
struct LogLine: Sendable {
    var time: Timestamp
    var level: Logger.Level
    var message: String
    /// The metadata, sorted by key.
    var metadata: [(key: String, value: Value)]

    enum Value: Sendable {
        case text(String)
        case number(Int)

        var quoted: String {
            switch self {
            case .text(let text): LogLine.quoted(text)
            case .number(let number): String(number)
            }
        }

        var json: String {
            switch self {
            case .text(let text): JSONString.quoted(text)
            case .number(let number): String(number)
            }
        }
    }

    /// The line for people: `2026-11-22T22:42:56Z INFO    worker started  pid=3 slots=8`.
    func text(color: Bool) -> String {
        let name = level.rawValue.uppercased()
        let label = name + String(repeating: " ", count: max(0, 7 - name.count))
        let pairs = metadata.map { "\($0.key)=\($0.value.quoted)" }.joined(separator: " ")
        let start = "\(time.seconds) \(color ? Self.colored(label, level) : label) \(message.printable)"
        guard !pairs.isEmpty else { return start }
        return start + "  " + (color ? "\u{1B}[2m\(pairs)\u{1B}[0m" : pairs)
    }

    /// The line for programs: an object with `time`, `level`, `message` and, unless empty, `metadata`.
    func json() -> String {
        var fields = [
            "\"time\":\"\(time.milliseconds)\"", "\"level\":\"\(level.rawValue)\"",
            "\"message\":\(JSONString.quoted(message))",
        ]
        if !metadata.isEmpty {
            let pairs = metadata.map { "\(JSONString.quoted($0.key)):\($0.value.json)" }
            fields.append("\"metadata\":{\(pairs.joined(separator: ","))}")
        }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func colored(_ label: String, _ level: Logger.Level) -> String {
        switch level {
        case .critical, .error: "\u{1B}[31m\(label)\u{1B}[0m"
        case .warning: "\u{1B}[33m\(label)\u{1B}[0m"
        case .notice, .info: label
        case .debug, .trace: "\u{1B}[2m\(label)\u{1B}[0m"
        }
    }

    private static func quoted(_ text: String) -> String {
        let value = text.printable
        guard value.isEmpty || value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return value }
        return "\"" + value.map { $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
    }
}
