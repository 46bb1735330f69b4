package import Model
package import Postgres
import Statements

/// An object that refers to a table, and how to make it refer to the replacement of the same name.
package struct Dependent: Sendable {
    /// `view public.totals`.
    package var description: String
    package var isCarried: Bool
    var wayOut: String
    /// The relation to lock in order to carry the object over, quoted for SQL.
    var relation: String?
    var isView: Bool
    var owner: String
    /// The grant that this session lacks to carry the object over.
    var missingGrant: String?
    var removal: String?
    var makes: String?
    /// Whether the object is a validated foreign key, which must be validated again.
    var isValidKey: Bool
    var keyName: String?
    /// A query for whether that validation would fail.
    var orphans: String?

    /// All objects that refer to a table, read in the connection's transaction, which `SQL.readDefinition` has prepared.
    ///
    /// - Parameter staging: the table that will replace it.
    package static func all(
        of relation: TargetRelation, staging: QualifiedName, on target: isolated PostgresConnection
    ) throws -> [Dependent] {
        try target.query(SQL.tableDependents, [.text(relation.oid), .text(staging.postgresQuoted)]).map { row in
            Dependent(
                description: try row.string("description"), isCarried: try row.bool("is_carried"),
                wayOut: try row.string("way_out"), relation: try row.optionalString("relation"),
                isView: try row.optionalBool("is_view") ?? false, owner: try row.optionalString("owner") ?? "",
                missingGrant: try row.optionalString("missing_grant"), removal: try row.optionalString("removal"),
                makes: try row.optionalString("makes"), isValidKey: try row.bool("is_valid_key"),
                keyName: try row.optionalString("key_name"), orphans: try row.optionalString("orphans"))
        }
    }

    /// Refuses to replace a table if a dependent can't be carried over; names each such dependent and its way out.
    package static func check(_ dependents: [Dependent], of target: QualifiedName, shape: TargetShape) throws {
        let held = shape == .target ? dependents.filter { !$0.isCarried } : dependents
        guard held.isEmpty else {
            let names = held.map { dependent in
                let wayOut = dependent.isCarried ? "" : " (\(dependent.wayOut))"
                return dependent.description + wayOut
            }
            let carry =
                switch shape {
                case .alone where held.allSatisfy(\.isCarried): "Set on_dependents: carry, or "
                case .source where held.allSatisfy(\.isCarried): "Set definition: target, or "
                default: "Do so, or "
                }
            throw Failure(
                .refused,
                "\(target) can't be replaced because other objects refer to it: \(names.joined(separator: ", "))",
                hint: carry + "use mode truncate, which keeps the table and the objects that refer to it.")
        }
        guard shape == .target else { return }
        let lacking = dependents.filter { $0.missingGrant != nil }
        guard lacking.isEmpty else {
            let grants = Set(lacking.compactMap(\.missingGrant)).sorted().map { "\($0);" }
            throw Failure(
                .refused,
                "\(target) can't be replaced: this user may not change the objects that refer to it: "
                    + lacking.map(\.description).joined(separator: ", "),
                hint: "As a superuser: \(grants.joined(separator: " ")) Or use mode truncate, which keeps the table.")
        }
    }
}
