import Events
import Model
import WorkQueue

extension Slot {
    /// Does `work` beside that of other slots, or alone for a chunk that may have killed its workers.
    ///
    /// Releases the chunk if that isn't possible now; a chunk that doesn't need to be alone is soon copied by another
    /// worker.
    func inPlace(_ chunk: ClaimedChunk, of table: PlannedTable, _ work: () async throws -> Void) async throws {
        if chunk.isAfterLoss, chunk.attempt >= table.maxAttempts {
            events.record(.chunkAlone(table: table.spec.target, chunk: chunk.key.chunkNumber))
            guard try await takeAlone() else { return try await giveBack(chunk) }
            defer { state.occupancy { $0.endAlone() } }
            try await work()
        } else {
            guard state.occupancy({ $0.share() }) else { return try await giveBack(chunk) }
            defer { state.occupancy { $0.endSharing() } }
            try await work()
        }
    }

    private func giveBack(_ chunk: ClaimedChunk) async throws {
        try await queue.release(worker: chunk.workerID, token: chunk.token)
    }

    /// Waits until the other slots have finished their chunks; returns `false` if the worker ends before that.
    private func takeAlone() async throws -> Bool {
        state.occupancy { $0.reserve() }
        do {
            while mayClaim, state.isLeaseTrusted {
                if state.occupancy({ $0.takeAlone() }) { return true }
                try await pause(for: .milliseconds(100))
            }
        } catch {
            state.occupancy { $0.giveUp() }
            throw error
        }
        state.occupancy { $0.giveUp() }
        return false
    }
}
