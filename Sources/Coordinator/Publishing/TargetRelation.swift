import Model
import Postgres

/// What the target's catalogue says of a table.
package struct TargetRelation: Hashable, Sendable {
    package var oid: String
    /// As in `pg_class.relkind`: `r` table, `p` partitioned table, `v` view.
    package var kind: String
    package var isOwned: Bool
    package var owner: String
    package var isPartition: Bool
}
