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
