import Model
import Postgres
import Statements

/// The privileges on a table, its columns and its identities' sequences.
struct TablePrivileges: Sendable {
    private struct Item {
        /// `TABLE "public"."visits"`.
        var object: String
        var isColumn: Bool
        var owner: String
        /// `nil` if nobody has a privilege.
        var grantee: String?
        var grantor: String
        var isOwners: Bool
        var isByOwner: Bool
        var mayAct: Bool
        var isGrantable: Bool
        var privileges: String
    }

    private let items: [Item]

    /// Reads the privileges in the connection's transaction, which `SQL.readDefinition` has prepared.
    init(of relation: TargetRelation, on target: isolated PostgresConnection) throws {
        items = try target.query(SQL.definitionPrivileges, [.text(relation.oid)]).map { row in
            Item(
                object: "\(try row.string("kind")) \(try row.string("object"))",
                isColumn: try row.optionalString("column_name") != nil, owner: try row.string("owner"),
                grantee: try row.optionalString("grantee"), grantor: try row.optionalString("grantor") ?? "",
                isOwners: try row.optionalBool("is_owner") ?? false,
                isByOwner: try row.optionalBool("is_by_owner") ?? false,
                mayAct: try row.optionalBool("may_act") ?? false,
                isGrantable: try row.optionalBool("is_grantable") ?? false,
                privileges: try row.optionalString("privileges") ?? "")
        }
    }

    /// Statements that revoke all privileges from everybody but the owner.
    var revocations: [Statement] {
        items.compactMap { item in
            guard let grantee = item.grantee, !item.isOwners else { return nil }
            return Statement(name: "revoke", text: "REVOKE ALL ON \(item.object) FROM \(grantee)")
        }
    }

    /// Grants the same privileges on a table of the same name and owner, on which only the owner has any.
    ///
    /// They are granted in the original order, and by the original grantors if this session may act as them.
    func grant(on target: isolated PostgresConnection) throws {
        for object in Set(items.filter { !$0.isColumn }.map(\.object)) {
            guard let owner = items.first(where: { $0.object == object })?.owner else { continue }
            try target.execute(Statement(name: "revoke", text: "REVOKE ALL ON \(object) FROM \(owner)"))
        }
        for item in items {
            guard let statement = Self.grant(item) else { continue }
            if item.isByOwner || !item.mayAct {
                try target.execute(statement)
            } else {
                try grant(statement, as: item.grantor, on: target)
            }
        }
    }

    /// Statements that grant the same privileges on a table of another owner.
    var othersGrants: [Statement] {
        items.compactMap { item in item.isOwners || item.isColumn ? nil : Self.grant(item) }
    }

    private static func grant(_ item: Item) -> Statement? {
        guard let grantee = item.grantee else { return nil }
        let option = item.isGrantable ? " WITH GRANT OPTION" : ""
        return Statement(
            name: "grant", text: "GRANT \(item.privileges) ON \(item.object) TO \(grantee)\(option)")
    }

    private func grant(
        _ statement: Statement, as grantor: String, on target: isolated PostgresConnection
    ) throws {
        let role = try target.query(
            Statement(name: "read_role", text: "SELECT pg_catalog.current_setting('role') AS role")
        ).first?.string("role")
        try target.execute(Statement(name: "act_as_grantor", text: "SET LOCAL ROLE \(grantor)"))
        try target.execute(statement)
        _ = try target.query(SQL.applySettings, [.text(#"{"role": "\#(role ?? "none")"}"#)])
    }
}
