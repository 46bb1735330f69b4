package import Model
import Postgres
import Statements

/// What `status`, `chunks` and `workers` show.
extension Runs {
    package func status(_ run: RandomID) async throws -> RunStatus {
        let calls = [
            StatementCall(SQL.runStatus, [.text(run.text), .double(Lease.ttl.inSeconds)]),
            StatementCall(SQL.tableStatus, [.text(run.text)]),
        ]
        let rows = try await database.connected().query(calls)
        guard let row = rows[0].first else { throw Failure(.usage, "run \(run.text) no longer exists") }
        var tables = try rows[1].map(TableStatus.init)
        let coordinator = try row.optionalString("coordinator")
        // A step whose coordinator has died isn't going on.
        if coordinator == nil { for index in tables.indices { tables[index].step = nil } }
        return RunStatus(
            id: run, name: try row.string("name"), state: try row.value("status"),
            source: try row.string("source"), snapshot: try row.string("snapshot"),
            coordinator: coordinator, createdAt: try row.string("created_at"),
            completedAt: try row.optionalString("completed_at"), seconds: try row.double("seconds"), tables: tables,
            breaker: try BreakerStatus(row), standstill: try standstill(row))
    }

    private func standstill(_ row: PostgresRow) throws -> RunStatus.Standstill? {
        let seconds = try row.optionalDouble("still_seconds")
        if try row.value("status", as: RunPhase.self) == .paused {
            return RunStatus.Standstill(.paused, since: try row.optionalString("paused_since"), seconds: seconds)
        }
        return try row.optionalString("idle_since").map { RunStatus.Standstill(.noWorker, since: $0, seconds: seconds) }
    }

    /// The status, including how long each table was being copied, and its chunks whose row count differs from the
    /// plan's; reads every chunk.
    package func fullStatus(_ run: RandomID) async throws -> RunStatus {
        var status = try await status(run)
        let differing = try await differingChunks(run)
        let times = try await copyingTimes(run)
        for index in status.tables.indices {
            let table = status.tables[index].target
            status.tables[index].differing = differing[table] ?? []
            status.tables[index].seconds = times[table]?.copying
            status.tables[index].secondsSinceChunk = times[table]?.sinceChunk
        }
        return status
    }

    /// How long chunks of each table were being copied, and how long ago one was last completed.
    private func copyingTimes(
        _ run: RandomID
    ) async throws -> [QualifiedName: (copying: Double, sinceChunk: Double?)] {
        var times: [QualifiedName: (Double, Double?)] = [:]
        for row in try await database.query(SQL.copyingTimes, [.text(run.text)]) {
            times[try row.targetTable()] = (try row.double("seconds"), try row.optionalDouble("seconds_since_chunk"))
        }
        return times
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
    /// - Parameters:
    ///   - identity: the config whose workers are listed; `nil` for all configs.
    ///   - run: only workers of the run's time, and of those that died only those that still hold chunks of it.
    package func workers(config identity: String?, run: RandomID? = nil) async throws -> [WorkerStatus] {
        try await database.query(SQL.workerStatus, [.optional(identity), .optional(run)]).map(WorkerStatus.init)
    }
}
