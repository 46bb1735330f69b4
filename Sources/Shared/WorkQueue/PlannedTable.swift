package import Model

/// What a worker knows about a table whose chunks it copies.
package struct PlannedTable: Sendable {
    package var spec: TableSpec
    /// At one chunk, before it counts as failed.
    package var maxAttempts: Int
    package var snapshot: Snapshot
    package var runName: String
}
