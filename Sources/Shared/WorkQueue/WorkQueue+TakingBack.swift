package import Model
package import Postgres
import Receipts
import Statements

/// Taking claims back from those who can't end them: dead workers, slots that lost track, runs that have ended.
extension WorkQueue {
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
        try await database.execute(SQL.requeueLostClaim, claim.key.parameters + [.text(claim.token.text)]) > 0
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

    /// The tokens of a run's claims.
    package func claimTokens(of run: RandomID) async throws -> [RandomID] {
        try await database.query(SQL.claimedTokens, [.text(run.text)]).map { row in
            RandomID(text: try row.string("claim_token"))
        }
    }

    /// Takes back the claims of a run that was cancelled, after their sessions in the target were ended.
    package func dropClaims(ofCancelled run: RandomID) async throws {
        try await database.execute(SQL.dropClaims, [.text(run.text)])
    }

    /// The same for a run that is planned anew.
    package func dropClaims(under term: Term) async throws {
        try await Runs(database: database).change(under: term) { connection in
            try connection.execute(SQL.dropClaims, [.text(term.run.text)])
        }
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
