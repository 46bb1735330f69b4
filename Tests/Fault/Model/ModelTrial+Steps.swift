import Model
import Postgres
import Statements
import WorkQueue

@testable import Publishing

extension ModelTrial {
    /// Performs a step on both sides; returns `false` if the step isn't possible now.
    func perform(_ step: ModelStep) async throws -> Bool {
        if let runner = step.runner, workers[runner].isFrozen { return false }
        switch step {
        case .proceed(let index): try await proceed(index)
        case .commitUnheard(let index): return try await commitUnheard(index)
        case .breakSource(let index): return try await breakSource(index)
        case .release(let index): return try await release(index)
        case .fail(let index, let permanent, let rests):
            guard let chunk = workers[index].chunk else { return false }
            await disconnect(index)
            try await retry(index, chunk, permanent: permanent, rests: rests)
        case .renew(let index): try await renew(index)
        case .expire(let index):
            guard standings[workers[index].id]?.hasLease == true else { return false }
            try await expire([workers[index].id])
            note("expire", "worker \(index)'s lease runs out")
        case .freeze(let index):
            guard workers[index].chunk != nil else { return false }
            try await expire([workers[index].id])
            workers[index].isFrozen = true
            note("freeze", "worker \(index) is stopped, and its lease runs out")
        case .thaw(let index):
            guard workers[index].isFrozen else { return false }
            workers[index].isFrozen = false
            note("thaw", "worker \(index) wakes up and goes on")
            try await proceed(index)
        case .expireDead:
            let dead = standings.filter { $0.value.hasLease }.keys.filter { id in !workers.contains { $0.id == id } }
            guard !dead.isEmpty else { return false }
            try await expire(dead)
            note("expire dead", "the leases of killed workers run out: \(dead.count)")
        case .signOff(let index, let gone): try await signOff(index, gone: gone)
        case .crash(let index): try await restart(index, "is killed")
        case .forget(let index): return await forget(index)
        case .split(let index, let ending): return try await split(index, ending)
        case .requeueUnheld(let index): try await requeueUnheld(index)
        case .reap: try await reap()
        case .wake: return try await wake()
        case .requeueFailed:
            let count = try await queue.requeue(reference.runID, table: nil, chunks: nil)
            try ModelMismatch.expect("requeue", count, is: reference.requeueFailed())
            note("requeue", "failed chunks are requeued: \(count)")
        case .pause(let pauses):
            guard pauses != reference.isPaused else { return false }
            try ModelMismatch.expect("pause", try await runs.setPaused(reference.runID, pauses), is: true)
            reference.isPaused = pauses
            note("pause", pauses ? "the run is paused" : "the run is resumed")
        case .reconcile: try await reconcile()
        case .loseLastCommit: return try await loseLastCommit()
        case .makeLogged: return try await makeLogged()
        case .crashTarget: return try await crashTarget()
        case .takeOver:
            reference.fencedEpoch += 1
            try ModelMismatch.expect(
                "take over", try await takeFence(reference.runID), is: reference.fencedEpoch)
            note("take over", "the table is taken over under epoch \(reference.fencedEpoch)")
        case .replan(let succession):
            try await cancel()
            note("cancel", "the run is cancelled")
            try await plan(succession: succession)
        }
        return true
    }

    func renew(_ index: Int) async throws {
        let worker = workers[index].id
        let reply = try await queue.heartbeat(worker: worker, run: nil)
        try ModelMismatch.expect("heartbeat", reply != nil, is: isAlive(worker))
        guard let reply else {
            note("fenced worker", "worker \(index)'s heartbeat is refused")
            return try await restart(index, "starts anew")
        }
        try ModelMismatch.expect("runs of a heartbeat", reply.active, is: [reference.runID])
        try ModelMismatch.expect("paused runs of a heartbeat", !reply.paused.isEmpty, is: reference.isPaused)
        try await holdLease(worker)
        note("renew", "worker \(index) renews its lease")
    }

    func expire(_ ids: [RandomID]) async throws {
        try await passTime(
            "worker SET lease_until = clock_timestamp() - interval '1 ms' WHERE worker_id = ANY ($1::uuid[])",
            [.text("{" + ids.map(\.text).joined(separator: ",") + "}")])
        for id in ids { standings[id]?.hasLease = false }
    }

    private func signOff(_ index: Int, gone: Bool) async throws {
        let worker = workers[index].id
        try await queue.end(worker: worker, state: gone ? .gone : .draining)
        if standings[worker]?.state != "gone" { standings[worker]?.state = gone ? "gone" : "draining" }
        note("sign off", "worker \(index) says that it is \(gone ? "gone" : "draining")")
    }

    /// Restarts a worker, which then knows nothing of its earlier start.
    func restart(_ index: Int, _ why: String) async throws {
        await disconnect(index)
        note(
            "crash",
            "worker \(index) \(why), \(workers[index].chunk.map { "with chunk \($0.key.chunkNumber)" } ?? "idle")")
        workers[index] = ModelWorker(isOutOfReach: workers[index].isOutOfReach)
        try await register(workers[index].id)
    }

    private func forget(_ index: Int) async -> Bool {
        guard let chunk = workers[index].chunk else { return false }
        await disconnect(index)
        workers[index].phase = .idle
        note("forget", "worker \(index) loses track of chunk \(chunk.key.chunkNumber)")
        return true
    }

    private func requeueUnheld(_ index: Int) async throws {
        let (worker, held) = (workers[index].id, workers[index].chunk?.token)
        let count = try await queue.requeueUnheld(worker: worker) { Set([held].compactMap(\.self)) }
        let requeued = reference.takeBack(false) { $0.worker == worker && $0.token != held }
        try ModelMismatch.expect("requeue unheld", count, is: requeued.count)
        note("requeue unheld", "worker \(index) requeues what it doesn't hold: \(requeued.sorted())")
    }

    func reap() async throws {
        let isLost: (ReferenceModel.Claim) -> Bool = { [standings] in standings[$0.worker]?.isAlive != true }
        let lost = reference.chunks.values.filter { $0.state == .claimed }.compactMap(\.claim).filter(isLost)
        let taken = Set(try await reaper.reap().map(\.key.chunkNumber))
        let splits = reference.splits
        let requeued = reference.takeBack(true, isLost)
        if reference.splits > splits { note("healed by reap", "the reaper queues the halves of a chunk") }
        endSessions(of: lost)
        try ModelMismatch.expect("reap", taken, is: requeued)
        // Regardless of the model, no chunk may stay claimed by a worker that is gone.
        let left = try await queue.lostClaims().map(\.key.chunkNumber)
        try ModelMismatch.expect("claims of dead workers after a reap", left, is: [])
        note(lost.isEmpty ? "empty reap" : "reap", "the reaper takes back \(taken.sorted())")
    }

    private func wake() async throws -> Bool {
        let resting = reference.chunks.filter { $0.value.state == .ready && $0.value.rests }.keys
        guard !resting.isEmpty else { return false }
        try await passTime(
            "work SET ready_at = clock_timestamp() WHERE run_id = $1::uuid AND state = 'ready'",
            [.text(reference.runID.text)])
        for number in resting { reference.change(number) { $0.rests = false } }
        note("wake", "chunks have rested: \(resting.sorted())")
        return true
    }

    @discardableResult
    func reconcile() async throws -> ReferenceModel.Reconciled {
        guard let table = try await runs.tables(reference.runID).first else { throw ModelMismatch("no table") }
        let queued = try await queue.database.connected().query(QueuedChunks.calls(term.run, table: table))
        let receipts = try await ground.target.query([Reconciliation.receipts(of: term.run, table)])
        let reconciliation = Reconciliation(
            term: term, table: table, owned: target, queued: try QueuedChunks(queued), receipts: receipts[0],
            runs: runs, queue: queue, target: ground.target)
        let expected = reference.reconcile()
        if expected.voided > 0 { note("void receipt again", "what the target has lost is written again") }
        guard !expected.isRefused else {
            do {
                _ = try await reconciliation.run()
            } catch is Failure {
                note("refused", "reconciling finds a chunk that was split and copied whole")
                return expected
            }
            throw ModelMismatch("a chunk that was split and copied whole goes unnoticed")
        }
        let outcome = try await reconciliation.run()
        try ModelMismatch.expect("chunks that reconciling splits", outcome.split, is: expected.split)
        if expected.split > 0 { note("healed by reconcile", "reconciling queues the halves of a chunk") }
        try ModelMismatch.expect("chunks that reconciling requeues", outcome.requeued, is: expected.requeued)
        try ModelMismatch.expect("chunks that reconciling completes", outcome.completed, is: expected.completed)
        try ModelMismatch.expect("chunks that reconciling finds open", outcome.open, is: expected.open)
        note("reconcile", "queue and receipts are reconciled: \(expected)")
        return expected
    }

    private func loseLastCommit() async throws -> Bool {
        guard let number = reference.commits.popLast() else { return false }
        reference.receipts[number] = nil
        let loss = """
            WITH gone AS (DELETE FROM migration_receipt.\(reference.isUnlogged ? "unlogged_" : "")receipt
                           WHERE run_id = '\(reference.runID.text)' AND chunk_no = \(number) RETURNING chunk_no)
            DELETE FROM \(spec.loadTable.postgresQuoted) WHERE chunk IN (SELECT chunk_no FROM gone)
            """
        try await ground.target.execute(Statement(name: "lose_commit", text: loss))
        note("lose commit", "the target loses its last commit, of chunk \(number)")
        return true
    }
}
