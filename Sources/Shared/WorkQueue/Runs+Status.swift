package import Model
import Postgres
import Statements

/// What `status`, `chunks` and `workers` show.
extension Runs {
    package func status(_ run: RandomID) async throws -> RunStatus {
        let calls = [SQL.runStatus, SQL.tableStatus].map { StatementCall($0, [.text(run.text)]) }
        let rows = try await database.connected().query(calls)
        guard let row = rows[0].first else { throw Failure(.usage, "run \(run.text) no longer exists") }
        let tables = try rows[1].map(TableStatus.init)
        return RunStatus(
            id: run, name: try row.string("name"), state: try row.value("status"),
            source: try row.string("source"), snapshot: try row.string("snapshot"),
            coordinator: try row.optionalString("coordinator"), createdAt: try row.string("created_at"),
            completedAt: try row.optionalString("completed_at"), seconds: try row.double("seconds"), tables: tables,
            breaker: try BreakerStatus(row))
    }

    /// The status, including the chunks of each table whose row count differs from the plan's; reads every chunk.
    package func fullStatus(_ run: RandomID) async throws -> RunStatus {
        var status = try await status(run)
        let differing = try await differingChunks(run)
        for index in status.tables.indices {
            status.tables[index].differing = differing[status.tables[index].target] ?? []
        }
        return status
    }

    /// The chunks whose row count differs from the plan's, by target table.
    package func differingChunks(_ run: RandomID) async throws -> [QualifiedName: [DifferingChunk]] {
        var chunks: [QualifiedName: [DifferingChunk]] = [:]
        for row in try await database.query(SQL.differingChunks, [.text(run.text)]) {
            let table = try row.targetTable()
            chunks[table, default: []].append(
                DifferingChunk(
                    number: try row.int("chunk_no"), range: try row.string("chunk_range"),
                    plannedRows: try row.int("expected_rows"), copiedRows: try row.int("rows")))
        }
        return chunks
    }

    package func chunks(_ run: RandomID, state: ChunkPhase?, table: String?) async throws -> [ChunkStatus] {
        try await database.query(SQL.chunkStatus, [.text(run.text), .optional(state?.rawValue), .optional(table)])
            .map(ChunkStatus.init)
    }

    /// Live workers, and those that ended within the last hour.
    ///
    /// - Parameter identity: the config whose workers are listed; `nil` for all configs.
    package func workers(config identity: String?) async throws -> [WorkerStatus] {
        try await database.query(SQL.workerStatus, [.optional(identity)]).map(WorkerStatus.init)
    }
}
