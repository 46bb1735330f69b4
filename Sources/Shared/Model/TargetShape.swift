/// What a table that `replace` publishes takes after, as the plan found the target.
package enum TargetShape: String, Hashable, Sendable, Codable {
    /// The source: there was no target.
    case new
    /// The source: the target's definition may go.
    case source
    /// The target, and what refers to it goes along.
    case target
    /// The target, to which nothing may refer.
    case alone

    /// Whether the target's definition is kept.
    package var isKept: Bool { self == .target || self == .alone }
}
