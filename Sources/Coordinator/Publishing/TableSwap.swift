import Model
import Postgres
import Statements

/// The last transaction of a table: the staging table replaces the target, and the fence is released.
///
/// In the other modes the rows are already in the target, and only the fence changes.
struct TableSwap: Sendable {
    let spec: TableSpec
    let table: LedTable
    /// How long to wait for locks on users' tables.
    var wait = LockPatience().attempt

    /// Throws 55P03 if the locks aren't granted in time, and `DefinitionSwap.Changed` if the target's definition changed.
    func perform(on target: PostgresConnection) async throws {
        try await table.alone(on: target, wait: wait) { target, fence in
            guard !fence.isPublished else { return }
            let keys = spec.mode.isStaged ? try swap(on: target) : []
            _ = try target.query(Self.records(of: table, isStaged: spec.mode.isStaged, keys: keys))
        }
    }

    /// The statements that record a publication, in its transaction.
    static func records(of table: LedTable, isStaged: Bool, keys: [UnvalidatedKey]) throws -> [StatementCall] {
        let publication = StatementCall(SQL.recordPublication, table.key + [.text(try UnvalidatedKey.json(keys))])
        guard isStaged else { return [publication] }
        // Rows that runs had appended were removed together with the old rows.
        let loads = StatementCall(
            SQL.endDirectLoads,
            Array(table.key.prefix(2)) + [.text(DirectLoadState.removed.rawValue), table.key[2], false])
        return [loads, publication]
    }

    static func rename(_ staging: QualifiedName, to name: QualifiedName) -> Statement {
        Statement(
            name: "swap_table",
            text: "ALTER TABLE \(staging.postgresQuoted) RENAME TO \(PostgresIdentifier.quoted(name.name))")
    }

    /// For a table whose name didn't exist when the run was planned.
    static func appeared(_ name: QualifiedName) -> Failure {
        Failure(
            .refused, "\(name) wasn't there when the run was planned, and is now; replacing it would lose it",
            hint: "Drop or rename it, then `snowmelt publish RUN`; or cancel the run and start again, which keeps "
                + "its definition.")
    }

    /// - Returns: the foreign keys to validate afterwards.
    private func swap(on target: isolated PostgresConnection) throws -> [UnvalidatedKey] {
        let (name, staging) = (spec.target.inSchema, spec.loadTable.inSchema)
        if let shape = spec.shape, shape.isKept {
            return try DefinitionSwap(target: name, staging: staging, shape: shape, wait: wait).perform(on: target)
        }
        _ = try target.query(SQL.readDefinition)
        let grants = try drop(name, for: staging, on: target)
        try target.execute(Self.rename(staging, to: name))
        // The key keeps its staging name if another table has an index of the usual name.
        let keyName = QualifiedName(schema: name.schema, name: name.primaryKeyName)
        if !spec.primaryKey.isEmpty, try TargetCatalogue.relation(keyName, on: target) == nil {
            try target.execute(
                Statement(
                    name: "rename_key",
                    text: "ALTER TABLE \(name.postgresQuoted) RENAME CONSTRAINT "
                        + PostgresIdentifier.quoted(spec.loadTable.primaryKeyName) + " TO "
                        + PostgresIdentifier.quoted(keyName.name)))
        }
        for grant in grants { try target.execute(grant) }
        return []
    }

    /// Drops the existing table, if any, whose definition needn't be kept; returns the statements that grant the same
    /// privileges on the new table.
    ///
    /// Default privileges apply to new tables, but not to one whose owner has revoked them.
    private func drop(
        _ name: QualifiedName, for staging: QualifiedName, on target: isolated PostgresConnection
    ) throws -> [Statement] {
        guard let found = try TargetCatalogue.relation(name, on: target) else { return [] }
        guard spec.shape != .new else { throw Self.appeared(name) }
        try target.execute(
            Statement(
                name: "lock_table", text: "LOCK TABLE ONLY \(name.postgresQuoted) IN ACCESS EXCLUSIVE MODE"))
        let old = try TargetCatalogue.relation(name, on: target) ?? found
        try Dependent.check(
            try Dependent.all(of: old, staging: staging, on: target), of: name, shape: .source)
        let grants = try TablePrivileges(of: old, on: target).othersGrants
        if let new = try TargetCatalogue.relation(staging, on: target) {
            for revocation in try TablePrivileges(of: new, on: target).revocations { try target.execute(revocation) }
        }
        try target.execute(
            Statement(name: "drop_replaced_table", text: "DROP TABLE \(name.postgresQuoted)"))
        return grants
    }
}
