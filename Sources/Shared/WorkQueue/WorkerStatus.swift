package import Model
import Postgres

/// A worker as `workers` shows it.
package struct WorkerStatus: Sendable {
    package var id: RandomID
    package var host: String
    package var pid: Int
    package var slots: Int
    package var version: String
    package var state: WorkerPhase
    /// Number of chunks that the worker holds now.
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
