package import Model
package import Postgres
import Statements

/// A worker's place in the control database: registration, heartbeat, source permits.
extension WorkQueue {
    /// Registers this process start; its lease runs from now on.
    package func register(_ worker: WorkerIdentity) async throws(PostgresError) {
        try await database.execute(
            SQL.registerWorker,
            [
                .text(worker.id.text), .text(configIdentity), .text(worker.host), .int(worker.pid),
                .int(worker.slots), .text(worker.version), .double(Lease.ttl.inSeconds),
            ])
    }

    /// Renews the lease.
    ///
    /// Nil: fenced, this process start is over.
    package func heartbeat(worker: RandomID, run: RandomID?) async throws(PostgresError) -> HeartbeatReply? {
        let rows = try await database.query(
            SQL.heartbeat, [.text(worker.text), .double(Lease.ttl.inSeconds), .optional(run)])
        guard let row = rows.first else { return nil }
        return HeartbeatReply(runs: try row.optionalString("runs") ?? "")
    }

    /// Writes down that the worker claims no more, or is gone.
    package func end(worker: RandomID, state: WorkerState) async throws(PostgresError) {
        try await database.executeRepeatably(
            SQL.endWorker, [.text(worker.text), .text(state.rawValue)], patience: .seconds(10))
    }

    /// Makes sure that a source's permits exist.
    package func preparePermits(_ limit: SourceLimit) async throws(PostgresError) {
        try await database.execute(SQL.prepareSourcePermits, [.text(limit.source), .int(limit.connections)])
    }

    /// Takes a permit to hold one connection to the source; false: all are in use.
    package func acquirePermit(
        _ limit: SourceLimit, worker: RandomID, slot: Int
    ) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.acquireSourcePermit,
            [.text(limit.source), .int(limit.connections), .text(worker.text), .int(slot)]
        ).isEmpty
    }

    /// Gives the slot's permit back.
    package func releasePermit(_ limit: SourceLimit, worker: RandomID, slot: Int) async throws(PostgresError) {
        try await database.executeRepeatably(
            SQL.releaseSourcePermit, [.text(limit.source), .text(worker.text), .int(slot)], patience: .seconds(10))
    }
}

/// Who a worker is: one start of a process.
package struct WorkerIdentity: Sendable {
    package var id: RandomID
    package var host: String
    package var pid: Int
    package var slots: Int
    package var version: String

    package init(id: RandomID, host: String, pid: Int, slots: Int, version: String) {
        self.id = id
        self.host = host
        self.pid = pid
        self.slots = slots
        self.version = version
    }
}

/// How many connections all workers together may hold to a source.
package struct SourceLimit: Sendable {
    /// Names the source without secrets.
    package var source: String
    package var connections: Int

    package init(source: String, connections: Int) {
        self.source = source
        self.connections = connections
    }
}

/// The runs that a worker may work on, as the last heartbeat told.
package struct HeartbeatReply: Hashable, Sendable {
    /// Runs that are active, oldest first; paused ones too.
    package var active: [RandomID] = []
    package var paused: Set<RandomID> = []

    /// Nothing to work on.
    package static let none = HeartbeatReply(runs: "")

    /// From the statement's `id,id:paused,…`.
    init(runs: String) {
        for entry in runs.split(separator: ",") {
            let parts = entry.split(separator: ":")
            let id = RandomID(text: String(parts[0]))
            active.append(id)
            if parts.count > 1 { paused.insert(id) }
        }
    }
}
