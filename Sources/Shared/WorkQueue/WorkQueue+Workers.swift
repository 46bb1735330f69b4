package import Model
package import Postgres
import Statements

/// A worker's registration, heartbeat and source permits.
extension WorkQueue {
    /// Registers this worker process; its lease starts now.
    package func register(_ worker: WorkerIdentity) async throws(PostgresError) {
        try await database.execute(
            SQL.registerWorker,
            [
                .text(worker.id.text), .text(configIdentity), .text(worker.host), .int(worker.pid),
                .int(worker.slots), .text(worker.version), .double(Lease.ttl.inSeconds),
            ])
    }

    /// Renews the worker's lease.
    ///
    /// - Parameter run: the only run the worker works on; `nil` for all runs of the config.
    /// - Returns: `nil` if the worker is fenced; then this process has to end.
    package func heartbeat(worker: RandomID, run: RandomID?) async throws(PostgresError) -> HeartbeatReply? {
        let rows = try await database.query(
            SQL.heartbeat, [.text(worker.text), .double(Lease.ttl.inSeconds), .optional(run)])
        guard let row = rows.first else { return nil }
        return HeartbeatReply(runs: try row.optionalString("runs") ?? "")
    }

    /// Records that the worker no longer claims, or is gone.
    package func end(worker: RandomID, state: WorkerState) async throws(PostgresError) {
        try await database.executeRepeatably(
            SQL.endWorker, [.text(worker.text), .text(state.rawValue)], patience: .seconds(10))
    }

    /// Creates a source's permits if they don't exist.
    package func preparePermits(_ limit: SourceLimit) async throws(PostgresError) {
        try await database.execute(SQL.prepareSourcePermits, [.text(limit.source), .int(limit.connections)])
    }

    /// Takes a permit for one connection to the source; returns `false` if all are in use.
    package func acquirePermit(
        _ limit: SourceLimit, worker: RandomID, slot: Int
    ) async throws(PostgresError) -> Bool {
        try await !database.query(
            SQL.acquireSourcePermit,
            [.text(limit.source), .int(limit.connections), .text(worker.text), .int(slot)]
        ).isEmpty
    }

    /// Returns the slot's permit.
    package func releasePermit(_ limit: SourceLimit, worker: RandomID, slot: Int) async throws(PostgresError) {
        try await database.executeRepeatably(
            SQL.releaseSourcePermit, [.text(limit.source), .text(worker.text), .int(slot)], patience: .seconds(10))
    }
}
