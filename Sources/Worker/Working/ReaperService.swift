import FaultPoints
import Logging
import Model
import Postgres
import ServiceLifecycle
import WorkQueue

/// Takes chunks back every 5 to 10 seconds: from dead workers, and claims of this one that its slots lost track of.
struct ReaperService: Service {
    let reaper: Reaper
    let queue: WorkQueue
    let state: WorkerState
    let logger: Logger

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
                logger.warning(
                    "chunk taken back from a lost worker",
                    metadata: [
                        "run": "\(claim.key.runID)", "table": "\(claim.key.tableNumber)",
                        "chunk": "\(claim.key.chunkNumber)", "attempt": "\(claim.attempt)",
                    ])
                if claim.isSessionLeft { logger.warning("\(ClaimSessions.obstacle)") }
            }
        } catch {
            logger.warning("looking for lost workers failed, trying again", metadata: ["error": "\(error)"])
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
                logger.warning("claims that no slot holds were requeued", metadata: ["chunks": "\(count)"])
            }
        } catch {
            logger.warning("looking for claims that no slot holds failed", metadata: ["error": "\(error)"])
        }
    }
}
