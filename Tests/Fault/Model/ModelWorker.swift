import Model
import Postgres
import WorkQueue

/// One start of a virtual worker, with one slot: what it knows, which may be long out of date.
struct ModelWorker {
    enum Phase {
        case idle
        case claimed(ClaimedChunk)
        /// Its COPY is open, rows and receipt aren't committed.
        case copying(ClaimedChunk, HeldTransfer)
        case copied(ClaimedChunk, CopiedChunk)
        case failed(ClaimedChunk, isPermanent: Bool)
        /// It has found the chunk's void receipt.
        case split(ClaimedChunk, halves: [ChunkHalf])
    }

    let id = RandomID()
    /// Nobody can end its session: it is another role's, or somewhere else.
    let isOutOfReach: Bool
    var isFrozen = false
    /// Claims in a row that found nothing.
    var emptyClaims = 0
    var phase = Phase.idle
    var pacing = ClaimPacing(now: .now)
    var connection: (number: Int, connection: PostgresConnection)?

    init(isOutOfReach: Bool) {
        self.isOutOfReach = isOutOfReach
    }

    /// The chunk that it thinks it holds.
    var chunk: ClaimedChunk? {
        switch phase {
        case .idle: nil
        case .claimed(let chunk), .copying(let chunk, _), .copied(let chunk, _), .failed(let chunk, _),
            .split(let chunk, _):
            chunk
        }
    }
}
