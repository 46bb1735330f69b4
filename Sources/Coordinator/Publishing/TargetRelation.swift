import Model
package import Postgres

/// A table as the target's catalogue describes it.
package struct TargetRelation: Hashable, Sendable {
    package var oid: String
    /// As in `pg_class.relkind`: `r` table, `p` partitioned table, `v` view.
    package var kind: String
    package var isOwned: Bool
    package var owner: String
    package var isPartition: Bool

    /// - Parameter row: a row of the query `TargetCatalogue.relation`.
    package init(_ row: PostgresRow) throws(PostgresError) {
        oid = try row.string("oid")
        kind = try row.string("kind")
        isOwned = try row.bool("owned")
        owner = try row.string("owner")
        isPartition = try row.bool("is_partition")
    }
}
