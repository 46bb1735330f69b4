import Model
import Postgres
import WorkQueue

/// One start of a virtual worker with one slot, and its knowledge, which may be out of date.
struct ModelWorker {
    enum Phase {
        case idle
        case claimed(ClaimedChunk)
        /// The COPY is open; rows and receipt aren't committed.
        case copying(ClaimedChunk, HeldTransfer)
        case copied(ClaimedChunk, CopiedChunk)
        case failed(ClaimedChunk, isPermanent: Bool)
        /// The worker has found the chunk's void receipt.
        case split(ClaimedChunk, halves: [ChunkHalf])
    }

    let id = RandomID()
    /// Whether nobody can end the worker's session, because it belongs to another role or runs elsewhere.
    let isOutOfReach: Bool
    var isFrozen = false
    /// Number of claims in a row that found nothing.
    var emptyClaims = 0
    var phase = Phase.idle
    var pacing = ClaimPacing(now: .now)
    var connection: (number: Int, connection: PostgresConnection)?

    init(isOutOfReach: Bool) {
        self.isOutOfReach = isOutOfReach
    }

    /// The chunk that the worker believes it holds.
    var chunk: ClaimedChunk? {
        switch phase {
        case .idle: nil
        case .claimed(let chunk), .copying(let chunk, _), .copied(let chunk, _), .failed(let chunk, _),
            .split(let chunk, _):
            chunk
        }
    }
}
