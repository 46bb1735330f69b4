import Model
import Postgres
import WorkQueue

/// Publishes a small table that is new in the target in one transaction: counts its rows, builds its key, gathers its
/// statistics, and gives it its name.
///
/// For a small table, each of these steps takes the server less time than a transaction of its own would.
struct SmallPublication: Sendable {
    let spec: TableSpec
    let table: LedTable
    let audit: RowAudit

    /// Larger tables are prepared before the fence is held exclusively.
    private static let mostRows = 10_000
    private static let mostBytes = 4 << 20

    /// Whether the table is published this way.
    var isSuitable: Bool {
        spec.mode.isStaged && spec.shape == .new && audit.isAsPlanned && audit.copied <= Self.mostRows
            && audit.reconciled.bytes <= Self.mostBytes
    }

    /// Returns `nil` if an earlier attempt has published the table.
    ///
    /// Throws 55P03 if the locks aren't granted in time.
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
            // The key gets its staging name if another table has an index of the usual name.
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
