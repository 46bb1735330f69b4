import Events
import Failures
import Model
import RowSource
import WorkQueue

extension Coordinator {
    /// Fails the remaining chunks of tables that aren't at the source any more as they were planned.
    ///
    /// So each change is said once, with the way out, and not once per chunk. Changes during the run are the workers'
    /// business. A source that can't be reached now is theirs, too: they wait for it.
    func failChangedTables(of run: StoredRun, under term: Term) async throws {
        let status = try await runs.status(run.id)
        let waiting = Set(status.tables.filter { $0.ready > 0 }.map(\.target.inSchema))
        let tables = try await runs.tables(run.id).filter { table in
            table.spec.map { waiting.contains($0.target.inSchema) } ?? false
        }
        guard !tables.isEmpty else { return }
        let connection: any SourceConnection
        do {
            connection = try await source.connect()
        } catch {
            return
        }
        try await connection.closing {
            for table in tables {
                guard let spec = table.spec else { continue }
                try await connection.label(
                    StatementLabel(run: run.id, table: spec.source, holdsUserSQL: spec.holdsUserSQL ?? true))
                guard let change = try await change(of: spec, on: connection) else { continue }
                let reason =
                    "the source isn't as it was planned: \(change). `snowmelt cancel \(run.name)`, then `snowmelt run` "
                    + "plans anew; or undo the change, `snowmelt requeue \(run.name) --failed` and `snowmelt run`"
                try await runs.failPublishing(table.number, error: reason, under: term)
                try await queue.failWaiting(run: run.id, table: table.number, epoch: table.epoch, error: change)
                events.record(.tableChanged(table: spec.source, reason: change))
            }
        }
    }

    /// `nil` also if the source can't tell now.
    private func change(of spec: TableSpec, on connection: any SourceConnection) async throws -> String? {
        do throws(SourceError) {
            return try await connection.change(since: spec)
        } catch {
            guard error.rule.disposition == .transient || error.rule.attempt == .freeWhileSourceIsDown else {
                throw error
            }
            return nil
        }
    }
}
