import Model
import Postgres
import WorkQueue

/// Publishes a small table that is new in the target, in one transaction: its rows are counted, it gets its key and
/// statistics, and takes its name.
///
/// Each step alone would take the server less time than a transaction around it: of two thousand small tables, the
/// transactions are what takes time.
struct SmallPublication: Sendable {
    let spec: TableSpec
    let table: LedTable
    let audit: RowAudit

    /// Tables with more are made ready before the fence is taken alone.
    private static let mostRows = 10_000
    private static let mostBytes = 4 << 20

    /// Whether the table is published so.
    var isSuitable: Bool {
        spec.mode.isStaged && spec.shape == .new && audit.isAsPlanned && audit.copied <= Self.mostRows
            && audit.reconciled.bytes <= Self.mostBytes
    }

    /// Nil: another try has published it.
    ///
    /// Throws 55P03 when locks don't come in time.
    func perform(on target: PostgresConnection, wait: Duration) async throws -> PublishedCounts? {
        let (name, staging) = (spec.target.inSchema, spec.loadTable.inSchema)
        let usualKey = QualifiedName(schema: name.schema, name: name.primaryKeyName)
        let questions = [
            TargetCatalogue.relation(name), TargetCatalogue.relation(usualKey), StatementCall(audit.count),
        ]
        return try await table.alone(on: target, wait: wait, beside: questions) { target, fence, answers in
            guard !fence.isPublished else { return nil }
            try audit.check(stored: answers[2].first?.int("rows") ?? 0)
            guard answers[0].isEmpty else { throw TableSwap.appeared(name) }
            // The key gets its staging name where another table has an index of the usual one.
            let keyName = answers[1].isEmpty ? usualKey.name : staging.primaryKeyName
            let key =
                spec.primaryKey.isEmpty
                ? [] : [StatementCall(PrimaryKeyBuild.statement(spec.primaryKey, name: keyName, on: staging))]
            let steps = [
                StatementCall(StatisticsUpdate.statement(staging)), StatementCall(TableSwap.rename(staging, to: name)),
            ]
            _ = try target.query(key + steps + TableSwap.records(of: table, isStaged: true, keys: []))
            return PublishedCounts(sourceRows: audit.copied, isCounted: true)
        }
    }
}
