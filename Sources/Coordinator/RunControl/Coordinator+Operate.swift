import Events
package import Model
import Postgres
import Statements
import Verification
package import WorkQueue

/// The verbs that show and control runs.
extension Coordinator {
    /// The status of a run and of its workers.
    ///
    /// - Parameter isFull: whether to look for chunks whose row count differs from the plan's, too.
    package func status(
        run text: String, isFull: Bool = true
    ) async throws -> (status: RunStatus, workers: [WorkerStatus]) {
        let run = try await find(text)
        let status = isFull ? try await runs.fullStatus(run.id) : try await runs.status(run.id)
        return (status, try await runs.workers(config: run.configIdentity, run: run.id))
    }

    package func chunks(run text: String, state: ChunkPhase?, table: String?) async throws -> [ChunkStatus] {
        try await runs.chunks(find(text).id, state: state, table: table)
    }

    /// All workers of the control database.
    package func workers() async throws -> [WorkerStatus] {
        try await requireSchema()
        return try await runs.workers(config: nil)
    }

    /// Returns failed chunks, or the given chunks, to the queue; the result is their number.
    package func requeue(run text: String, table: String?, chunks: [Int]?, consent: Consent) async throws -> Int {
        let run = try await find(text, to: "requeue", consent)
        guard !run.state.hasEnded else {
            throw Failure(.refused, "run \(run.name) has ended", hint: "Plan a new one with `snowmelt run`.")
        }
        try await runs.clearErrors(run.id, table: table)
        return try await queue.requeue(run.id, table: table, chunks: chunks)
    }

    /// Pauses a run, so that workers claim no more of its chunks, or resumes it; returns its status.
    package func setPaused(run text: String, _ paused: Bool, consent: Consent) async throws -> RunStatus {
        let run = try await find(text, to: paused ? "pause" : "resume", consent)
        guard try await runs.setPaused(run.id, paused) else {
            throw Failure(.refused, "run \(run.name) has ended")
        }
        return try await runs.fullStatus(run.id)
    }

    /// Ends a run for good and removes its unpublished data; the result names the rows that can't be removed.
    ///
    /// Idempotent.
    /// - Parameter isConfirmed: whether to end even a run that is complete, or unknown to this control database.
    package func cancel(run text: String, isConfirmed: Bool, consent: Consent) async throws -> CancelledRun {
        let run: StoredRun
        do {
            run = try await find(text, to: "cancel", consent)
        } catch let failure as Failure where isConfirmed && failure.status != .target {
            guard let lost = try await lostRun(text) else { throw failure }
            return CancelledRun(name: lost.name, status: nil, left: try await clean(lost.id))
        }
        if run.state == .completed { try await checkCompleted(run, isConfirmed: isConfirmed) }
        _ = try await runs.cancel(run.id)
        try await endSessions(of: run.id)
        try await queue.dropClaims(ofCancelled: run.id)
        let left = try await clean(run.id)
        return CancelledRun(name: run.name, status: try await runs.status(run.id), left: left)
    }

    /// Removes what a run has set up in the target; returns the rows that stay.
    private func clean(_ run: RandomID) async throws -> [LeftRows] {
        try await RunCleanup(run: run, runs: runs, targetOptions: targetOptions, events: events).clean()
    }

    /// Refuses to cancel a complete run, unless the target was restored to before its end and the user has confirmed.
    private func checkCompleted(_ run: StoredRun, isConfirmed: Bool) async throws {
        let lost = try await publicationCheck(run.id).unpublished()
        guard !lost.isEmpty else {
            throw Failure(
                .refused, "run \(run.name) is complete and published; there is nothing to cancel",
                hint: "`snowmelt run` plans a new one.")
        }
        guard isConfirmed else {
            throw Failure(
                .refused,
                "run \(run.name) is complete, but the target was restored to before it published "
                    + lost.map(\.name).joined(separator: ", "),
                hint: "`snowmelt publish \(run.name)` publishes them again; `snowmelt cancel \(run.name) --yes` gives "
                    + "them up.")
        }
    }

    /// Ends the target sessions in which workers still copy for a run whose chunks can't be claimed any more.
    ///
    /// Without this, the workers would only notice with their next heartbeat.
    ///
    /// - Parameter term: the term of the coordinator that plans the run anew; `nil` if the run is cancelled.
    func endSessions(of run: RandomID, under term: Term? = nil) async throws {
        let tokens = try await queue.claimTokens(of: run)
        guard !tokens.isEmpty else { return }
        // While the term stands, nobody else has planned the run; so these claims are of the plan that was taken back.
        if let term { try await runs.require(term) }
        let target = try await PostgresConnection.connect(targetOptions)
        let left = try await target.closing { try await ClaimSessions.end(tokens, on: target) }
        if !left.isEmpty { events.record(.sessionLeft) }
    }
}

/// A cancelled run, and the rows that it has left.
package struct CancelledRun: Sendable {
    package var name: String
    /// `nil` if the control database doesn't know the run.
    package var status: RunStatus?
    /// Rows that stay in tables to which the run appended, or which it truncated.
    package var left: [LeftRows]
}
