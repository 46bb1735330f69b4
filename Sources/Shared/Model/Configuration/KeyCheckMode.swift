/// Whether the plan looks for keys that are NULL or not unique at the source: `key_check`.
package enum KeyCheckMode: String, Sendable, Codable, CaseIterable {
    /// They are counted.
    case counts
    /// They are counted, and messages show a few of the values.
    case values
    /// Publishing finds them.
    case off
}
