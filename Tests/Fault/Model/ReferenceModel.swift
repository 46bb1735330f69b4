import Model

/// What queue, receipts and fence of one run should hold: the protocol in memory, one step at a time.
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
        /// The queue's own number; nil: at the back, the database says where.
        var position: Int?
        var rests = false
        var claim: Claim?
        /// Of the last time it was done.
        var rows: Int?
    }

    struct Receipt: Hashable {
        /// Which of the test's transfers left it; nil: it is void.
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
    /// The epoch that the chunks were planned under.
    let epoch: Int
    /// The epoch that the target table is held under.
    var fencedEpoch: Int
    var isReleased = false
    /// Whether a crash of the target would take rows and receipts.
    var isUnlogged = false
    var isPaused = false
    /// By number.
    var chunks: [Int: Chunk]
    /// How many chunks the plan had.
    let planned: Int
    /// Of all chunks that there ever were.
    var keys: [Int: Range<Int>]
    /// Chunks that were split.
    var split: Set<Int> = []
    var receipts: [Int: Receipt] = [:]
    /// Chunks in the order of their commits.
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

    /// The chunk that a living worker gets.
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

    /// Takes the claims back that `isLost` names.
    ///
    /// The chunks that are requeued or failed; a reaper first completes those with a receipt, or splits them.
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

    /// The run is cancelled and its table given up; nobody can commit any more.
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
