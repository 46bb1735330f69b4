/// The model for the definition of a table that `replace` publishes, chosen when the table was planned.
package enum TargetShape: String, Hashable, Sendable, Codable {
    /// The source, because there was no target table.
    case new
    /// The source; the existing table's definition is dropped.
    case source
    /// The existing table; dependent objects are carried over.
    case target
    /// The existing table, which must have no dependent objects.
    case alone

    /// Whether the existing table's definition is kept.
    package var isKept: Bool { self == .target || self == .alone }
}
