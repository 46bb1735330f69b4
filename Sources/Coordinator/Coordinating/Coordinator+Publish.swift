import Logging
import Model
import Postgres
import Publishing
import RowSource
import WorkQueue

extension Coordinator {
    /// Publishes all tables of a run whose chunks are done.
    ///
    /// Exit status `chunksFailed` when some can't be yet.
    package func publish(run text: String) async throws -> RunOutcome {
        let run = try await find(text)
        guard run.state != .cancelled else {
            throw Failure(.refused, "run \(run.name) was cancelled", hint: "Plan a new one with `snowmelt plan`.")
        }
        if !run.state.hasEnded {
            guard let (term, _) = try await runs.lead(run.id, as: identity) else {
                throw Failure(
                    .refused, "run \(run.name) is led by \(run.coordinator ?? "another coordinator"), which publishes")
            }
            let stop = StopSignal()
            try await leading(term, stop: stop) { try await publishAll(under: term, stop: stop) }
        }
        let status = try await runs.status(run.id)
        return RunOutcome(
            status: status, exit: status.state == "completed" ? .done : .chunksFailed,
            continuation: try await continuation(of: run.id, status))
    }

    private func publishAll(under term: Term, stop: StopSignal) async throws {
        try await runs.clearErrors(term)
        let target = try await PostgresConnection.connect(targetOptions)
        try await SchemaMigration.target.apply(to: target)
        // Tables wait for those that they refer to.
        var open = try await runs.tables(term.run).filter { ["loading", "publishing"].contains($0.state) }
        var waiting: [StoredTable] = []
        repeat {
            if !waiting.isEmpty { open = waiting }
            waiting = []
            for table in open {
                try stop.check()
                if try await publish(table, under: term, on: target) { waiting.append(table) }
            }
        } while !waiting.isEmpty && waiting.count < open.count
        await target.close()
        _ = try await runs.completeIfDone(term)
    }

    /// Publishes one table.
    ///
    /// What keeps this table back doesn't keep others back: the reason is stored with it. True: it waits for another.
    @discardableResult
    func publish(_ table: StoredTable, under term: Term, on target: PostgresConnection) async throws -> Bool {
        let snapshot = try await runs.snapshot(of: term.run)
        let publisher = TablePublisher(
            term: term, snapshot: table.spec?.snapshot(ofRun: snapshot) ?? snapshot, runs: runs, target: target,
            logger: logger, connect: { try await PostgresConnection.connect(targetOptions) },
            countSource: { spec in try await countSource(spec) })
        do {
            if case .waiting = try await publisher.publish(table) { return true }
            return false
        } catch is CancellationError {
            return false  // the user stops
        } catch let error as PostgresError where error.disposition == .transient {
            throw error
        } catch {
            // Whoever leads the run judges its tables.
            try await runs.failPublishing(table.number, error: "\(error)", under: term)
            logger.error(
                "table not published",
                metadata: ["table": "\(table.spec?.target.description ?? "")", "error": "\(error)"])
            return false
        }
    }

    private func read(_ connection: any SourceConnection, at snapshot: Snapshot) async throws(SourceError) {
        do throws(SourceError) {
            try await connection.read(at: snapshot)
        } catch {
            guard error.kind == .statement else { throw error }
            logger.warning("the source is counted as it is now: its snapshot is gone")
        }
    }

    /// A table's rows at the source: at the snapshot if it can still be read, else now.
    func countSource(_ spec: TableSpec, at snapshot: Snapshot = .unpinned) async throws -> Int {
        let connection = try await source.connect()
        do {
            let rows = try await withTaskCancellationHandler {
                try await connection.label(StatementLabel(table: spec.source, holdsUserSQL: spec.holdsUserSQL ?? true))
                try await read(connection, at: snapshot)
                return try await connection.rows(spec.countQuery)
            } onCancel: {
                connection.cancel()
            }
            await connection.close()
            guard let count = rows.first?.first?.flatMap({ Int($0) }) else {
                throw Failure(.source, "\(spec.source): the source's row count can't be read")
            }
            return count
        } catch {
            await connection.close()
            throw error
        }
    }
}
