package import Model

/// What a worker needs to know about a table to copy its chunks.
package struct PlannedTable: Sendable {
    package var spec: TableSpec
    /// Maximum number of attempts per chunk; after the last one the chunk is `failed`.
    package var maxAttempts: Int
    package var snapshot: Snapshot
}
