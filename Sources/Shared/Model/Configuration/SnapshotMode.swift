/// Whether a table's chunks read one point in time: `source.snapshot`, and a table's own.
package enum SnapshotMode: String, Sendable, Codable, CaseIterable {
    /// Pinned where the source can give a snapshot; the run records `unpinned` where it can't.
    case auto
    /// Never pinned.
    case off
}
