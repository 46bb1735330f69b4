/// How log lines are written: `--log-format`.
package enum LogFormat: String, Sendable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line, for log collectors.
    case json
}
