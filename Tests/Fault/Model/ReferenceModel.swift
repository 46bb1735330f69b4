import Model

/// The expected queue, receipts and fence of one run: the protocol in memory, one step at a time.
struct ReferenceModel {
    enum State: String {
        case ready, claimed, done, failed
    }

    struct Claim: Hashable {
        var worker: RandomID
        var token: RandomID
    }

    struct Chunk {
        var state = State.ready
        var attempt = 0
        /// The chunk's position in the queue; `nil` if it is at the back and the database hasn't assigned a position
        /// yet.
        var position: Int?
        var rests = false
        var claim: Claim?
        /// Number of rows when the chunk was last done.
        var rows: Int?
    }

    struct Receipt: Hashable {
        /// The transfer that left the receipt; `nil` if the receipt is void.
        var writer: Int?
        var attempt: Int
        var worker: RandomID
    }

    struct Ending: Hashable {
        var chunk: Int
        var attempt: Int
        var outcome: String
    }

    let runID: RandomID
    let maxAttempts: Int
    /// The epoch in which the chunks were planned.
    let epoch: Int
    /// The epoch in the target table's fence.
    var fencedEpoch: Int
    var isReleased = false
    /// Whether a crash of the target would remove rows and receipts.
    var isUnlogged = false
    var isPaused = false
    /// The chunks by number.
    var chunks: [Int: Chunk]
    /// How many chunks the plan had.
    let planned: Int
    /// The keys of all chunks, including earlier ones.
    var keys: [Int: Range<Int>]
    /// Numbers of the split chunks.
    var split: Set<Int> = []
    var receipts: [Int: Receipt] = [:]
    /// Numbers of the chunks in the order of their commits.
    var commits: [Int] = []
    var endings: [Ending] = []

    init(runID: RandomID, chunks count: Int, maxAttempts: Int, epoch: Int) {
        self.runID = runID
        self.maxAttempts = maxAttempts
        self.epoch = epoch
        fencedEpoch = epoch
        planned = count
        chunks = Dictionary(uniqueKeysWithValues: (1...count).map { ($0, Chunk()) })
        keys = Dictionary(uniqueKeysWithValues: (1...count).map { ($0, Self.plannedKeys(of: $0)) })
    }

    /// The chunk that a live worker gets, or `nil`.
    mutating func claim(after position: Int, _ claim: Claim) -> Int? {
        guard !isPaused, !isReleased else { return nil }
        let ready = chunks.filter { $0.value.state == .ready && !$0.value.rests && ($0.value.position ?? 0) > position }
        guard let first = ready.min(by: { ($0.value.position ?? 0) < ($1.value.position ?? 0) }) else { return nil }
        change(first.key) { chunk in
            chunk.state = .claimed
            chunk.attempt += 1
            chunk.claim = claim
        }
        return first.key
    }

    mutating func finish(_ number: Int, token: RandomID) -> Bool {
        guard isHeld(number, token: token) else { return false }
        end(number, "done")
        complete(number)
        return true
    }

    mutating func release(_ number: Int, token: RandomID, _ outcome: String = "released") -> Bool {
        guard isHeld(number, token: token) else { return false }
        end(number, outcome)
        change(number) { chunk in
            chunk.state = .ready
            chunk.attempt -= 1
            chunk.rests = false
        }
        return true
    }

    mutating func retry(_ number: Int, token: RandomID, permanent: Bool, rests: Bool) -> Bool {
        guard isHeld(number, token: token), let chunk = chunks[number] else { return false }
        let isLast = permanent || chunk.attempt >= maxAttempts
        end(number, isLast ? "failed" : "retried")
        requeue(number, isLast: isLast, rests: rests)
        return true
    }

    /// Takes back the claims for which `isLost` is true, and returns the chunks that are requeued or failed.
    ///
    /// A reaper first completes chunks with a receipt, or splits them.
    mutating func takeBack(_ isReaper: Bool, _ isLost: (Claim) -> Bool) -> Set<Int> {
        var requeued: Set<Int> = []
        for (number, chunk) in chunks where chunk.state == .claimed {
            guard let claim = chunk.claim, isLost(claim) else { continue }
            if isReaper, let receipt = receipts[number] {
                if receipt.writer == nil { _ = split(number) } else { complete(number) }
            } else {
                end(number, "lost")
                requeue(number, isLast: chunk.attempt >= maxAttempts, rests: false)
                requeued.insert(number)
            }
        }
        return requeued
    }

    mutating func requeueFailed() -> Int {
        let failed = chunks.filter { $0.value.state == .failed }.keys
        for number in failed { startOver(number) }
        return failed.count
    }

    /// Cancels the run and releases its table; from then on nobody can commit.
    mutating func cancel() {
        isReleased = true
        for (number, chunk) in chunks where chunk.state == .claimed {
            change(number) { chunk in
                chunk.state = .ready
                chunk.claim = nil
            }
            _ = chunk
        }
    }

    var isDone: Bool { chunks.values.allSatisfy { $0.state == .done } }

    func isHeld(_ number: Int, token: RandomID) -> Bool {
        guard let chunk = chunks[number] else { return false }
        return chunk.state == .claimed && chunk.claim?.token == token
    }

    mutating func complete(_ number: Int) {
        let rows = keys[number, default: 0..<0].count
        change(number) { chunk in
            chunk.state = .done
            chunk.rows = rows
        }
    }

    private mutating func requeue(_ number: Int, isLast: Bool, rests: Bool) {
        change(number) { chunk in
            chunk.state = isLast ? .failed : .ready
            chunk.position = nil
            chunk.rests = rests
        }
    }

    mutating func startOver(_ number: Int) {
        change(number) { chunk in
            chunk.state = .ready
            chunk.attempt = 0
            chunk.position = nil
            chunk.rests = false
        }
        end(number, "requeued")
    }

    mutating func end(_ number: Int, _ outcome: String) {
        endings.append(Ending(chunk: number, attempt: chunks[number]?.attempt ?? 0, outcome: outcome))
    }

    mutating func change(_ number: Int, _ body: (inout Chunk) -> Void) {
        guard var chunk = chunks[number] else { return }
        body(&chunk)
        chunks[number] = chunk
    }
}
