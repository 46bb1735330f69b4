import Events
import FaultPoints
import Model
import Postgres
import ServiceLifecycle
import WorkQueue

/// Takes claims back every 5 to 10 seconds: those of dead workers, and those of this worker that its slots lost track
/// of.
struct ReaperService: Service {
    let reaper: Reaper
    let queue: WorkQueue
    let state: SharedWorkerState
    let events: Events

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await pause(for: .seconds(Double.random(in: 5...10)))
                if Task.isCancelled { break }
                await reap()
                await requeueUnheld()
            }
        }
        await reaper.close()
    }

    private func reap() async {
        do {
            for claim in try await reaper.reap() {
                events.record(
                    .chunkReaped(
                        run: claim.run, table: claim.table, chunk: claim.key.chunkNumber, attempt: claim.attempt))
                if claim.isSessionLeft { events.record(.sessionLeft) }
            }
        } catch {
            events.record(.reapingFailed(error))
        }
    }

    private func requeueUnheld() async {
        do {
            let count = try await queue.requeueUnheld(worker: state.identity.id) { [state] in
                let held = state.heldTokens
                try FaultPoint.beforeRequeue.reach()
                return held
            }
            if count > 0 {
                events.record(.claimsRequeued(chunks: count))
            }
        } catch {
            events.record(.claimsNotRequeued(error))
        }
    }
}
