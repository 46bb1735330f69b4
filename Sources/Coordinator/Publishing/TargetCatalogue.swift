package import Model
package import Postgres
import Statements

/// What the target's catalogue says of a table.
package struct TargetRelation: Hashable, Sendable {
    package var oid: String
    /// As in `pg_class.relkind`: `r` table, `p` partitioned table, `v` view.
    package var kind: String
    package var isOwned: Bool
    package var owner: String
    package var isPartition: Bool
}

/// Reads the target's catalogue.
package enum TargetCatalogue {
    /// What stands under a name; nil: nothing.
    package static func relation(
        _ name: QualifiedName, on connection: isolated PostgresConnection
    ) throws(PostgresError) -> TargetRelation? {
        let rows = try connection.query(SQL.relation, [.text(name.schema ?? "public"), .text(name.name)])
        guard let row = rows.first else { return nil }
        return TargetRelation(
            oid: try row.string("oid"), kind: try row.string("kind"), isOwned: try row.bool("owned"),
            owner: try row.string("owner"), isPartition: try row.bool("is_partition"))
    }

    /// Views and foreign keys that keep a table from being replaced.
    package static func dependents(
        of relation: TargetRelation, on connection: isolated PostgresConnection
    ) throws(PostgresError) -> [String] {
        try connection.query(SQL.relationDependents, [.text(relation.oid)]).map { row throws(PostgresError) in
            try row.string("dependent")
        }
    }

    /// Statements that grant on `table` what others were granted on `relation`.
    static func grants(
        of relation: TargetRelation, to table: QualifiedName, on connection: isolated PostgresConnection
    ) throws(PostgresError) -> [Statement] {
        try connection.query(SQL.relationGrants, [.text(relation.oid)]).map { row throws(PostgresError) in
            let grantee = try row.optionalString("grantee").map(PostgresIdentifier.quoted) ?? "PUBLIC"
            let option = try row.bool("is_grantable") ? " WITH GRANT OPTION" : ""
            return Statement(
                name: "grant",
                text: "GRANT \(try row.string("privilege_type")) ON \(table.postgresQuoted) TO \(grantee)\(option)")
        }
    }
}
