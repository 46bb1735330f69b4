/// One configured source of rows.
///
/// This target defines what every kind of source provides (connections, cursors, column batches, catalogue), the SQL of
/// each system, and what the kinds share.
///
/// Each slot opens its own connection. No member has a default implementation: each source states what it can't do.
package protocol RowSource: Sendable {
    /// Name for messages; contains no secrets.
    var displayName: String { get }
    func connect() async throws(SourceError) -> any SourceConnection

    /// Whether a snapshot stays readable after its hold is released; `true` for sources without snapshots.
    var keepsSnapshots: Bool { get }
    /// Pins a point in time that every connection can read until the hold is released; `nil` if the source can't.
    func holdSnapshot() async throws(SourceError) -> (any SnapshotHold)?
}
