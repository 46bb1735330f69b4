import Model
import Planning
import Postgres
import Publishing
import Statements

/// Refuses tables into which COPY can't load rows directly, as modes `append` and `truncate` do.
extension TargetInspection {
    /// Returns what will probably make chunks fail.
    ///
    /// - Parameter isEmptied: whether the run has emptied the table already.
    func checkLoading(
        _ relation: TargetRelation, _ name: QualifiedName, settings: TableSettings, isEmptied: Bool
    ) async throws -> [String] {
        guard let facts = try await target.query(SQL.directLoadFacts, [.text(relation.oid)]).first else { return [] }
        let user = try facts.string("username")
        let grantee = PostgresIdentifier.quoted(user)
        guard try facts.bool("may_use_schema") else {
            throw Failure(
                .target, "\(user) may not use schema \(name.schemaOrPublic)",
                hint:
                    "As its owner: GRANT USAGE ON SCHEMA \(PostgresIdentifier.quoted(name.schemaOrPublic)) TO \(grantee);"
            )
        }
        guard try !facts.bool("is_filtered") else {
            throw Failure(
                .target, "row-level security of \(name) applies to \(user), and COPY doesn't load such a table",
                hint: relation.isOwned
                    ? "As its owner: ALTER TABLE \(name.postgresQuoted) NO FORCE ROW LEVEL SECURITY;"
                    : "As a superuser: ALTER ROLE \(grantee) BYPASSRLS; or let the table's owner load it.")
        }
        guard try facts.bool("may_read") else {
            throw Failure(
                .target, "\(user) may not read \(name), whose loaded rows are counted before they are published",
                hint: "As its owner: GRANT SELECT, INSERT ON \(name.postgresQuoted) TO \(grantee);")
        }
        if settings.mode.emptiesTarget, !isEmptied {
            if let referrers = try facts.optionalString("referrers") {
                throw Failure(
                    .refused, "\(name) can't be truncated: foreign keys refer to it (\(referrers))",
                    hint: "Use mode replace, which carries the foreign keys over, or drop them during the run.")
            }
            if !settings.allowTruncate, try await holdsRows(name) { throw Failure.wouldTruncate(name) }
        }
        // The setting that turns triggers off is among those of the loading sessions.
        let triggers = try await target.transaction(settings: session) { target in
            try target.query(SQL.droppingTriggers, [.text(relation.oid)])
        }
        return try triggers.map { row in
            "trigger \(try row.string("name")) of \(name) may leave out rows: its function \(try row.string("function")) "
                + "can return NULL, and a chunk of which a row is missing fails; disable the trigger during the run, or "
                + "leave the rows out by a where"
        }
    }

    private func holdsRows(_ name: QualifiedName) async throws -> Bool {
        let holdsRows = Statement(
            name: "holds_rows", text: "SELECT EXISTS (SELECT FROM \(name.postgresQuoted)) AS held")
        return try await target.query(holdsRows).first?.bool("held") == true
    }

    /// Finds the types of the columns to create that belong to extensions, such as citext, and may be in any schema.
    func resolveTypes(of plan: inout TablePlan) async throws {
        guard let created = plan.creates else { return }
        for (index, column) in created.columns.enumerated() {
            guard case .textual(let name) = column.type, !name.contains("."), !name.contains("\"") else { continue }
            guard let found = try await target.query(SQL.typeName, [.text(name)]).first?.string("name") else {
                throw Failure(
                    .target, "type \(name) of column \(column.name) isn't in the target's database",
                    hint: "As a superuser: CREATE EXTENSION \(PostgresIdentifier.quoted(name)); or choose type: text.")
            }
            plan.creates?.columns[index].type = .textual(name: found)
            plan.spec.columns[index].targetType = .textual(name: found)
        }
    }

    /// Refuses a plan that fills columns into which the user may not insert, or leaves out columns whose defaults the user
    /// may not draw.
    func checkColumns(of spec: TableSpec, in existing: ExistingTable) async throws {
        guard !spec.mode.isStaged else { return }
        let name = spec.target.inSchema
        let filled = spec.columns.map(\.target)
        let closed = Set(existing.columns.filter { !$0.mayInsert }.map(\.name))
        let columns = filled.filter(closed.contains)
        let sequences = try await target.query(
            SQL.closedSequences, [.text(name.schemaOrPublic), .text(name.name)]
        ).compactMap { row -> (column: String, sequence: String)? in
            let column = try row.string("name")
            return filled.contains(column) ? nil : (column, try row.string("sequence"))
        }
        guard !columns.isEmpty || !sequences.isEmpty else { return }
        let who = Statement(name: "current_user", text: "SELECT current_user::text AS username")
        let user = try await target.query(who).first?.string("username") ?? ""
        let grantee = PostgresIdentifier.quoted(user)
        if let first = sequences.first, columns.isEmpty {
            throw Failure(
                .target,
                "\(user) may not use sequence \(first.sequence), from which \(first.column) of \(name) gets its default",
                hint: "As its owner: "
                    + sequences.map { "GRANT USAGE ON SEQUENCE \($0.sequence) TO \(grantee);" }
                    .joined(separator: " "))
        }
        let isWhole = columns.count == filled.count
        let list = isWhole ? "" : " (\(columns.map(PostgresIdentifier.quoted).joined(separator: ", ")))"
        throw Failure(
            .target,
            "\(user) may not insert into \(isWhole ? "" : "\(columns.joined(separator: ", ")) of ")\(spec.target)",
            hint: "As its owner: GRANT INSERT\(list) ON \(name.postgresQuoted) TO \(grantee);")
    }
}

extension Failure {
    /// The refusal to empty a table whose rows the user hasn't given up.
    static func wouldTruncate(_ name: QualifiedName) -> Failure {
        Failure(
            .refused, "\(name) holds rows, and mode truncate would remove them",
            hint: "Set allow_truncate: true for this table if they may go.")
    }
}
