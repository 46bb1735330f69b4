import Model
import Planning
import Postgres
import Publishing
import Statements

/// Looks at a target table before anything is planned into it, and refuses what couldn't be published.
struct TargetInspection: Sendable {
    let target: PostgresConnection

    /// The target table's columns; nil: there is no such table.
    func columns(of name: QualifiedName, mode: LoadMode) async throws -> [ExistingColumn]? {
        guard let relation = try await inspect(name, mode: mode) else { return nil }
        return try await target.query(SQL.relationColumns, [.text(relation.oid)]).map { row in
            let format = try row.string("format_type")
            let type = TargetType(formatType: try row.string("base_type"))
            return ExistingColumn(
                name: try row.string("name"), formatType: format,
                type: try row.bool("is_enum") ? .textual(name: format) : type,
                isNotNull: try row.bool("is_not_null"), hasDefault: try row.bool("has_default"),
                isGenerated: try row.bool("is_generated"))
        }
    }

    private func inspect(_ name: QualifiedName, mode: LoadMode) async throws -> TargetRelation? {
        let schema = name.schema ?? "public"
        guard let row = try await target.query(SQL.schemaPrivileges, [.text(schema)]).first else { return nil }
        let (user, database) = (try row.string("username"), try row.string("database"))
        guard try row.bool("present") else {
            guard try row.bool("may_create_schema") else {
                throw Failure(
                    .target, "schema \(schema) isn't in database \(database), and \(user) may not create it",
                    hint: "As its owner: CREATE SCHEMA \(PostgresIdentifier.quoted(schema)) AUTHORIZATION "
                        + "\(PostgresIdentifier.quoted(user));")
            }
            return nil
        }
        let relation = try await target.transaction { target in try TargetCatalogue.relation(name, on: target) }
        if relation == nil || mode == .replace, try !row.bool("may_create") {
            throw Failure(
                .target, "\(user) may not create tables in schema \(schema)",
                hint: "As its owner: GRANT CREATE, USAGE ON SCHEMA \(PostgresIdentifier.quoted(schema)) TO "
                    + "\(PostgresIdentifier.quoted(user));")
        }
        guard let relation else { return nil }
        try await check(relation, name, mode: mode, user: user)
        return relation
    }

    private func check(_ relation: TargetRelation, _ name: QualifiedName, mode: LoadMode, user: String) async throws {
        guard ["r", "p"].contains(relation.kind) else {
            throw Failure(
                .refused, "\(name) isn't a table but \(Self.kindName(relation.kind))",
                hint: "Choose another target name.")
        }
        if mode != .append, !relation.isOwned {
            throw Failure(
                .target, "\(name) belongs to \(relation.owner), and \(user) may not \(mode.rawValue) it",
                hint: "Let its owner load it, make \(user) a member of that role, or use mode append.")
        }
        guard mode == .replace else { return }
        if relation.kind == "p" || relation.isPartition {
            throw Failure(
                .refused, "\(name) is partitioned, and replacing it would lose that",
                hint: "Use mode truncate, which keeps the table.")
        }
        let dependents = try await target.transaction { target in
            try TargetCatalogue.dependents(of: relation, on: target)
        }
        if !dependents.isEmpty {
            throw Failure(
                .refused, "\(name) can't be replaced: \(dependents.joined(separator: ", ")) depends on it",
                hint: "Drop that first, or use mode truncate, which keeps the table.")
        }
    }

    private static func kindName(_ kind: String) -> String {
        switch kind {
        case "v": "a view"
        case "m": "a materialized view"
        case "f": "a foreign table"
        case "S": "a sequence"
        case "i", "I": "an index"
        default: "something else"
        }
    }
}
