import Logging
import Model
import Postgres
import ServiceLifecycle
import WorkQueue

/// Takes chunks back from dead workers, every 5 to 10 seconds.
struct ReaperService: Service {
    let reaper: Reaper
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await pause(for: .seconds(Double.random(in: 5...10)))
                if Task.isCancelled { break }
                await reap()
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
            }
        } catch {
            logger.warning("looking for lost workers failed, trying again", metadata: ["error": "\(error)"])
        }
    }
}
