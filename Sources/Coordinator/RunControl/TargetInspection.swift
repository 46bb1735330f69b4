import Model
import Planning
import Postgres
import Publishing
import Statements

/// Inspects a target table before planning, and refuses a table that couldn't be loaded or published.
struct TargetInspection: Sendable {
    let target: PostgresConnection
    /// The run to plan, which may own the table already.
    let run: RandomID
    /// The settings of the sessions that load.
    let session: [String: String]
    /// Whether the target has the tables in which runs record what they own.
    let hasFences: Bool
    /// Returns the error for a table that another run owns.
    let refusal: @Sendable (FenceTaken) async throws -> Failure

    /// The table; `nil` if there is none.
    func inspect(_ name: QualifiedName, settings: TableSettings) async throws -> ExistingTable? {
        let name = name.inSchema
        let isEmptied = try await checkOwner(of: name)
        guard let relation = try await relation(name, mode: settings.mode) else { return nil }
        var found = ExistingTable(columns: [])
        if settings.mode.isStaged {
            let kept: TargetShape = settings.dependents == .carry ? .target : .alone
            found.shape = settings.definition == .target ? kept : .source
            found.warnings = try await checkReplacing(relation, name, shape: found.shape)
        } else {
            found.doubts = try await checkLoading(relation, name, settings: settings, isEmptied: isEmptied)
        }
        found.columns = try await target.query(SQL.relationColumns, [.text(relation.oid)]).map { row in
            let format = try row.string("format_type")
            let type = TargetType(formatType: try row.string("base_type"))
            var column = ExistingColumn(
                name: try row.string("name"), formatType: format,
                type: try row.bool("is_enum") ? .textual(name: format) : type,
                isNotNull: try row.bool("is_not_null"), hasDefault: try row.bool("has_default"),
                isGenerated: try row.bool("is_generated"))
            if !settings.mode.isStaged { column.mayInsert = try row.bool("may_insert") }
            return column
        }
        found.keys = try await keys(of: relation)
        return found
    }

    private func keys(of relation: TargetRelation) async throws -> [ExistingTable.Key] {
        var keys: [ExistingTable.Key] = []
        var last: String?
        for row in try await target.query(SQL.targetKeys, [.text(relation.oid)]) {
            let (oid, name) = (try row.string("oid"), try row.string("name"))
            if oid == last {
                keys[keys.count - 1].columns.append(name)
            } else {
                keys.append(ExistingTable.Key(columns: [name], refusesNull: try row.bool("is_primary")))
            }
            last = oid
        }
        return keys
    }

    /// Refuses a table that another run owns; returns whether this run has emptied the table.
    private func checkOwner(of name: QualifiedName) async throws -> Bool {
        guard hasFences,
            let fence = try await target.query(SQL.fenceOwner, [.text(name.schemaOrPublic), .text(name.name)]).first
        else { return false }
        let owner = RandomID(text: try fence.string("run_id"))
        guard owner != run else { return try fence.bool("truncated") }
        let taken = FenceTaken(
            table: name, run: owner, name: try fence.string("run_name"), owner: try fence.string("owner"),
            since: try fence.string("fenced_at"))
        throw try await refusal(taken)
    }

    private func relation(_ name: QualifiedName, mode: LoadMode) async throws -> TargetRelation? {
        let schema = name.schemaOrPublic
        let found = try await target.query([
            StatementCall(SQL.schemaPrivileges, [.text(schema)]), TargetCatalogue.relation(name),
        ])
        guard let row = found[0].first else { return nil }
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
        let relation = try found[1].first.map(TargetRelation.init)
        if relation == nil || mode.isStaged, try !row.bool("may_create") {
            throw Failure(
                .target, "\(user) may not create tables in schema \(schema)",
                hint: "As its owner: GRANT CREATE, USAGE ON SCHEMA \(PostgresIdentifier.quoted(schema)) TO "
                    + "\(PostgresIdentifier.quoted(user));")
        }
        guard let relation else { return nil }
        guard ["r", "p"].contains(relation.kind) else {
            throw Failure(
                .refused, "\(name) isn't a table but \(Self.kindName(relation.kind))",
                hint: "Choose another target name.")
        }
        if mode.ownsAllRows, !relation.isOwned {
            throw Failure(
                .target, "\(name) belongs to \(relation.owner), and \(user) may not \(mode.rawValue) it",
                hint: "Let its owner load it, make \(user) a member of that role, or use mode append.")
        }
        return relation
    }

    /// Refuses a table that can't be replaced; returns warnings about what replacing it would lose.
    private func checkReplacing(
        _ relation: TargetRelation, _ name: QualifiedName, shape: TargetShape
    ) async throws -> [String] {
        if relation.kind == "p" || relation.isPartition {
            throw Failure(
                .refused, "\(name) is partitioned, and replacing it would lose that",
                hint: "Use mode truncate, which keeps the table.")
        }
        return try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            if shape.isKept { try TargetCatalogue.checkDefinition(of: relation, name: name, on: target) }
            try Dependent.check(
                try Dependent.all(of: relation, staging: name, on: target), of: name, shape: shape)
            if shape == .source {
                let losses = try TargetCatalogue.losses(of: relation, on: target)
                guard !losses.isEmpty else { return [] }
                return [
                    "\(name) is there, and with definition: source it loses \(losses.joined(separator: ", ")); "
                        + "definition: target keeps them"
                ]
            }
            let invalid = try TargetCatalogue.invalidIndexes(of: relation, on: target)
            guard !invalid.isEmpty else { return [] }
            return [
                "indexes of \(name) that aren't valid are not made again: \(invalid.joined(separator: ", ")); "
                    + "REINDEX INDEX makes one valid"
            ]
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
