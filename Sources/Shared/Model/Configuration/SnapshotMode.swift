/// Whether a table's chunks read one point in time: `source.snapshot`, and a table's `snapshot`.
package enum SnapshotMode: String, Sendable, Codable, CaseIterable {
    /// Pinned if the source supports snapshots; otherwise the run records `unpinned`.
    case auto
    /// Never pinned.
    case off
}
