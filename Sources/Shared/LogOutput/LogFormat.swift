/// The format of log lines: `--log-format`.
package enum LogFormat: String, Sendable, CaseIterable {
    /// Text for people.
    case text
    /// One JSON object per line, for log collectors.
    case json
}
