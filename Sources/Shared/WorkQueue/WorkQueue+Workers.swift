package import Model
package import Postgres
import Statements

/// A worker's place in the control database: registration, heartbeat, the claims of dead ones, source permits.
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

    /// Claims of workers that are missing, gone or past their lease, a batch of them.
    package func lostClaims() async throws(PostgresError) -> [LostClaim] {
        try await database.query(SQL.lostClaims, [.text(configIdentity)]).map { row throws(PostgresError) in
            LostClaim(
                key: ChunkKey(
                    runID: RandomID(text: try row.string("run_id")), tableNumber: try row.int("table_no"),
                    epoch: try row.int("epoch"), chunkNumber: try row.int("chunk_no")),
                token: RandomID(text: try row.string("claim_token")), attempt: try row.int("attempt"))
        }
    }

    /// Requeues a lost claim whose session in the target has been ended.
    ///
    /// Whether it was still lost.
    @discardableResult
    package func requeue(_ claim: LostClaim) async throws(PostgresError) -> Bool {
        try await database.execute(
            SQL.requeueLostClaim,
            [
                .text(claim.key.runID.text), .int(claim.key.tableNumber), .int(claim.key.epoch),
                .int(claim.key.chunkNumber), .text(claim.token.text),
            ]) > 0
    }

    /// Requeues the worker's claims whose tokens it doesn't hold: the reply to a claim was lost, or the end of an attempt
    /// couldn't be written.
    ///
    /// Returns how many. `held` is asked after the claims were: one that is made meanwhile isn't judged. Safe only if a
    /// token is held before its claim is sent, until its end is written.
    package func requeueUnheld(
        worker: RandomID, held: @Sendable () throws -> Set<RandomID>
    ) async throws -> Int {
        let claimed = try await database.query(SQL.claimsOfWorker, [.text(worker.text)]).map { row in
            RandomID(text: try row.string("claim_token"))
        }
        let unheld = Set(claimed).subtracting(try held())
        guard !unheld.isEmpty else { return 0 }
        let tokens = "{" + unheld.map(\.text).joined(separator: ",") + "}"
        return try await database.execute(SQL.requeueUnheldClaims, [.text(worker.text), .text(tokens)])
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

/// A claim whose worker is dead.
package struct LostClaim: Sendable {
    package var key: ChunkKey
    package var token: RandomID
    package var attempt: Int
    /// Whether a session in the target still copies for it, which this user may not end.
    package var isSessionLeft = false
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
