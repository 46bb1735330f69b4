import Model
import Postgres
import Statements

/// The last transaction of a table: the staging table takes the target's place, with its grants, and the fence is
/// freed.
///
/// In the other modes the rows are there already and only the fence changes.
struct TableSwap: Sendable {
    let spec: TableSpec
    let run: RandomID
    let epoch: Int

    /// Throws 55P03 when readers of the old table don't let go in time.
    func perform(on target: PostgresConnection) async throws {
        try await target.transaction { target in
            let key: [PostgresValue] = [
                .text(spec.target.schema ?? "public"), .text(spec.target.name), .text(run.text),
            ]
            _ = try target.query(SQL.applySettings, [#"{"lock_timeout": "2s"}"#])
            let fence = try target.query(SQL.lockFence, key).first
            // In a later epoch the load table isn't the one that was reconciled, and nobody knows how full it is.
            guard let fence, try fence.int("epoch") == epoch else {
                throw Failure(.refused, "\(spec.target) isn't this run's any more", hint: "Cancel the run.")
            }
            if try fence.bool("published") { return }
            if try fence.bool("released") {
                throw Failure(.refused, "\(spec.target) was given up: the run is cancelled")
            }
            if spec.mode == .replace { try swap(on: target) }
            try target.execute(SQL.recordPublication, key)
        }
    }

    private func swap(on target: isolated PostgresConnection) throws {
        var grants: [Statement] = []
        if let old = try TargetCatalogue.relation(spec.target, on: target) {
            grants = try TargetCatalogue.grants(of: old, to: spec.target, on: target)
            try target.execute(
                Statement(name: "drop_replaced_table", text: "DROP TABLE \(spec.target.postgresQuoted)"))
        }
        try target.execute(
            Statement(
                name: "swap_table",
                text: "ALTER TABLE \(spec.loadTable.postgresQuoted) RENAME TO "
                    + PostgresIdentifier.quoted(spec.target.name)))
        // The key keeps its staging name where another table has an index of the usual one.
        let keyName = QualifiedName(schema: spec.target.schema, name: spec.target.primaryKeyName)
        if !spec.primaryKey.isEmpty, try TargetCatalogue.relation(keyName, on: target) == nil {
            try target.execute(
                Statement(
                    name: "rename_key",
                    text: "ALTER TABLE \(spec.target.postgresQuoted) RENAME CONSTRAINT "
                        + PostgresIdentifier.quoted(spec.loadTable.primaryKeyName) + " TO "
                        + PostgresIdentifier.quoted(keyName.name)))
        }
        for grant in grants { try target.execute(grant) }
    }
}
