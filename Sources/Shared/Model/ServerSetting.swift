/// Values of PostgreSQL's settings.
package enum ServerSetting {
    /// Whether the server reads a value as `off`.
    package static func isOff(_ value: String) -> Bool {
        ["off", "false", "no", "0"].contains(value.lowercased())
    }
}
