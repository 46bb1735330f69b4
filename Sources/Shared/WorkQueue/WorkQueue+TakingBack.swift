package import Model
package import Postgres
import Receipts
import Statements

/// Taking back claims that nobody will end: those of dead workers, of slots that lost track, of runs that have ended.
extension WorkQueue {
    /// A batch of claims whose workers are missing, gone or past their lease.
    package func lostClaims() async throws(PostgresError) -> [LostClaim] {
        try await database.query(SQL.lostClaims, [.text(configIdentity)]).map { row throws(PostgresError) in
            LostClaim(
                key: ChunkKey(
                    runID: RandomID(text: try row.string("run_id")), tableNumber: try row.int("table_no"),
                    epoch: try row.int("epoch"), chunkNumber: try row.int("chunk_no")),
                token: RandomID(text: try row.string("claim_token")), attempt: try row.int("attempt"),
                run: try row.string("run_name"), table: try row.targetTable())
        }
    }

    /// Requeues a lost claim after its session in the target was ended; returns `false` if it is no longer lost.
    @discardableResult
    package func requeue(_ claim: LostClaim) async throws(PostgresError) -> Bool {
        try await database.execute(SQL.requeueLostClaim, claim.key.parameters + [.text(claim.token.text)]) > 0
    }

    /// Requeues this worker's claims that none of its slots holds, and returns how many.
    ///
    /// Such a claim exists if the reply to a claim was lost or the end of an attempt couldn't be written. Safe only if
    /// a token is held from before its claim is sent until the claim's end is written.
    ///
    /// - Parameter held: the tokens that slots hold. It is called after the worker's claims were read, so that a claim
    ///   made in between isn't requeued.
    package func requeueUnheld(
        worker: RandomID, held: @Sendable () throws -> Set<RandomID>
    ) async throws -> Int {
        let claimed = try await database.query(SQL.claimsOfWorker, [.text(worker.text)]).map { row in
            RandomID(text: try row.string("claim_token"))
        }
        let unheld = Set(claimed).subtracting(try held())
        guard !unheld.isEmpty else { return 0 }
        return try await database.execute(SQL.requeueUnheldClaims, [.text(worker.text), .array(unheld)])
    }

    /// The tokens of a run's claims.
    package func claimTokens(of run: RandomID) async throws -> [RandomID] {
        try await database.query(SQL.claimedTokens, [.text(run.text)]).map { row in
            RandomID(text: try row.string("claim_token"))
        }
    }

    /// Takes back the claims of a cancelled run, after their sessions in the target were ended.
    package func dropClaims(ofCancelled run: RandomID) async throws {
        try await database.execute(SQL.dropClaims, [.text(run.text)])
    }

    /// Takes back the claims of a run that is planned anew, after their sessions in the target were ended.
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
    /// The run's name.
    package var run: String
    package var table: QualifiedName
    /// Whether a session in the target still copies for this claim because this user may not end it.
    package var isSessionLeft = false
}
