package import Model
import Postgres
import Statements

/// What `status`, `chunks` and `workers` show.
extension Runs {
    package func status(_ run: RandomID) async throws -> RunStatus {
        guard let row = try await database.query(SQL.runStatus, [.text(run.text)]).first else {
            throw Failure(.usage, "run \(run.text) is gone")
        }
        let tables = try await database.query(SQL.tableStatus, [.text(run.text)]).map(TableStatus.init)
        return RunStatus(
            id: run, name: try row.string("name"), state: try row.value("status"),
            source: try row.string("source"), snapshot: try row.string("snapshot"),
            coordinator: try row.optionalString("coordinator"), createdAt: try row.string("created_at"),
            completedAt: try row.optionalString("completed_at"), seconds: try row.double("seconds"), tables: tables,
            breaker: try BreakerStatus(row))
    }

    /// The status with those chunks of each table whose rows aren't the plan's, which takes a look at every chunk.
    package func fullStatus(_ run: RandomID) async throws -> RunStatus {
        var status = try await status(run)
        let differing = try await differingChunks(run)
        for index in status.tables.indices {
            status.tables[index].differing = differing[status.tables[index].target] ?? []
        }
        return status
    }

    /// Chunks with other rows than the plan counted, by target table.
    package func differingChunks(_ run: RandomID) async throws -> [QualifiedName: [DifferingChunk]] {
        var chunks: [QualifiedName: [DifferingChunk]] = [:]
        for row in try await database.query(SQL.differingChunks, [.text(run.text)]) {
            let table = QualifiedName(
                schema: try row.string("target_schema"), name: try row.string("target_table"))
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

    /// Workers of a config, or of all: those alive, and those that ended within the last hour.
    package func workers(config identity: String?) async throws -> [WorkerStatus] {
        try await database.query(SQL.workerStatus, [.optional(identity)]).map(WorkerStatus.init)
    }
}

package struct RunStatus: Sendable {
    package var id: RandomID
    package var name: String
    package var state: RunPhase
    package var source: String
    package var snapshot: String
    package var coordinator: String?
    package var createdAt: String
    package var completedAt: String?
    package var seconds: Double
    package var tables: [TableStatus]
    /// The circuit breaker of its source; nil while it is closed.
    package var breaker: BreakerStatus?

    package init(
        id: RandomID, name: String, state: RunPhase, source: String, snapshot: String, coordinator: String?,
        createdAt: String, completedAt: String?, seconds: Double, tables: [TableStatus],
        breaker: BreakerStatus? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.source = source
        self.snapshot = snapshot
        self.coordinator = coordinator
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.seconds = seconds
        self.tables = tables
        self.breaker = breaker
    }
}

/// A source that failed too often, so that nothing is claimed from it.
package struct BreakerStatus: Hashable, Sendable {
    package enum State: String, Sendable {
        /// It rests.
        case open
        /// One slot tries it.
        case halfOpen = "half_open"
    }

    package var state: State
    package var failures: Int
    package var since: String
    /// Until a slot may try it, when it is open.
    package var restSeconds: Double?
    package var error: String?

    package init(state: State, failures: Int, since: String, restSeconds: Double?, error: String?) {
        self.state = state
        self.failures = failures
        self.since = since
        self.restSeconds = restSeconds
        self.error = error
    }

    /// Nil: the breaker is closed.
    init?(_ row: PostgresRow) throws(PostgresError) {
        guard let state: State = try row.optionalValue("breaker_state") else { return nil }
        self.init(
            state: state, failures: try row.int("failures"), since: try row.string("breaker_since"),
            restSeconds: state == .open ? try row.optionalDouble("rest_seconds") : nil,
            error: try row.optionalString("breaker_error"))
    }
}

package struct TableStatus: Sendable {
    package var source: QualifiedName
    package var target: QualifiedName
    package var state: TablePhase
    package var total: Int
    package var done: Int
    package var claimed: Int
    package var ready: Int
    package var failed: Int
    package var expectedRows: Int
    package var copiedRows: Int
    package var rejectedRows: Int
    package var bytes: Int
    /// Since its first claim, until it was published; nil before.
    package var seconds: Double?
    /// Why publishing failed, or the last reason why a chunk failed.
    package var error: String?
    /// What its publishing has been at, and for how many seconds; nil: nothing, or nothing that takes long.
    package var step: (name: PublicationStep, seconds: Double)?
    /// Chunks with other rows than the plan counted; empty where nobody asked.
    package var differing: [DifferingChunk] = []

    package init(
        source: QualifiedName, target: QualifiedName, state: TablePhase, total: Int, done: Int, claimed: Int,
        ready: Int,
        failed: Int, expectedRows: Int, copiedRows: Int, rejectedRows: Int, bytes: Int, seconds: Double?,
        error: String?
    ) {
        self.source = source
        self.target = target
        self.state = state
        self.total = total
        self.done = done
        self.claimed = claimed
        self.ready = ready
        self.failed = failed
        self.expectedRows = expectedRows
        self.copiedRows = copiedRows
        self.rejectedRows = rejectedRows
        self.bytes = bytes
        self.seconds = seconds
        self.error = error
    }

    init(_ row: PostgresRow) throws(PostgresError) {
        source = QualifiedName(schema: try row.optionalString("source_schema"), name: try row.string("source_table"))
        target = QualifiedName(schema: try row.string("target_schema"), name: try row.string("target_table"))
        state = try row.value("status")
        total = try row.int("total_chunks")
        done = try row.int("completed_chunks")
        claimed = try row.int("claimed_chunks")
        ready = try row.int("ready_chunks")
        failed = try row.int("failed_chunks")
        expectedRows = try row.int("expected_rows")
        copiedRows = try row.int("copied_rows")
        rejectedRows = try row.int("rejected_rows")
        bytes = try row.int("bytes")
        seconds = try row.optionalDouble("seconds")
        error = try row.optionalString("error")
        if let name = try row.optionalString("step").flatMap(PublicationStep.init) {
            step = (name, try row.double("step_seconds"))
        }
    }
}

package struct ChunkStatus: Sendable {
    package var sourceTable: String
    package var target: QualifiedName
    package var number: Int
    package var range: String
    package var state: ChunkPhase
    package var attempts: Int
    package var worker: String?
    package var rows: Int?
    /// Nil for a half of a chunk that was split.
    package var expectedRows: Int?
    package var bytes: Int?
    package var startedAt: String?
    package var completedAt: String?
    package var error: String?

    package init(
        sourceTable: String, target: QualifiedName, number: Int, range: String, state: ChunkPhase, attempts: Int,
        worker: String?, rows: Int?, expectedRows: Int?, bytes: Int?, startedAt: String?, completedAt: String?,
        error: String?
    ) {
        self.sourceTable = sourceTable
        self.target = target
        self.number = number
        self.range = range
        self.state = state
        self.attempts = attempts
        self.worker = worker
        self.rows = rows
        self.expectedRows = expectedRows
        self.bytes = bytes
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.error = error
    }

    init(_ row: PostgresRow) throws(PostgresError) {
        sourceTable = try row.string("source_table")
        target = QualifiedName(schema: try row.string("target_schema"), name: try row.string("target_table"))
        number = try row.int("chunk_id")
        range = try row.string("chunk_range")
        state = try row.value("status")
        attempts = try row.int("attempts")
        worker = try row.optionalString("worker")
        rows = try row.optionalInt("rows")
        expectedRows = try row.optionalInt("expected_rows")
        bytes = try row.optionalInt("bytes")
        startedAt = try row.optionalString("started_at")
        completedAt = try row.optionalString("completed_at")
        error = try row.optionalString("error")
    }
}

package struct WorkerStatus: Sendable {
    package var id: RandomID
    package var host: String
    package var pid: Int
    package var slots: Int
    package var version: String
    package var state: WorkerPhase
    /// Chunks that it holds now.
    package var chunks: Int
    package var startedAt: String
    package var leaseUntil: String

    package init(
        id: RandomID, host: String, pid: Int, slots: Int, version: String, state: WorkerPhase, chunks: Int,
        startedAt: String, leaseUntil: String
    ) {
        self.id = id
        self.host = host
        self.pid = pid
        self.slots = slots
        self.version = version
        self.state = state
        self.chunks = chunks
        self.startedAt = startedAt
        self.leaseUntil = leaseUntil
    }

    init(_ row: PostgresRow) throws(PostgresError) {
        id = RandomID(text: try row.string("worker_id"))
        host = try row.string("host")
        pid = try row.int("pid")
        slots = try row.int("slots")
        version = try row.string("version")
        state = try row.value("state")
        chunks = try row.int("chunks")
        startedAt = try row.string("started_at")
        leaseUntil = try row.string("lease_until")
    }
}
