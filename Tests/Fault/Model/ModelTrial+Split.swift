import Model
import Postgres
import RowSource
import Transfer
import WorkQueue

/// A worker's handling of a chunk that it can't finish by its deadline, and of one that it finds split.
extension ModelTrial {
    /// Splits the worker's chunk, or releases it if it can't be split.
    func split(_ index: Int, _ ending: ModelStep.SplitEnding) async throws -> Bool {
        let chunk: ClaimedChunk
        switch workers[index].phase {
        case .claimed(let claimed), .copying(let claimed, _): chunk = claimed
        default: return false
        }
        await disconnect(index)
        guard let halves = try await halves(of: chunk) else { return try await releaseOverdue(index, chunk) }
        let receipt = VoidReceipt(chunk, halves: halves, target: target, snapshot: Self.snapshot)
        let (number, run) = (chunk.key.chunkNumber, reference(of: chunk))
        switch try await receipt.write(on: ground.target) {
        case .fenced:
            try ModelMismatch.expect("fence of a split", false, is: run.isHeld)
            return try await releaseOverdue(index, chunk)
        case .stands(.copied(let copied)):
            try ModelMismatch.expect(
                "receipt before a split", true, is: run.isHeld && run.receipts[number]?.writer != nil)
            workers[index].phase = .copied(chunk, copied)
            note("receipt found", "worker \(index) would split chunk \(number) and finds its receipt")
        case .stands(.void(let halves)):
            try ModelMismatch.expect("void receipt", true, is: run.isHeld && run.receipts[number]?.writer == nil)
            if run.receipts[number] == nil {
                reference.receipts[number] = ReferenceModel.Receipt(
                    writer: nil, attempt: chunk.attempt, worker: chunk.workerID)
                reference.commits.append(number)
            }
            guard ending != .whole else {
                try await replace(index, chunk, by: halves, "split")
                return true
            }
            note("half split", "worker \(index) leaves a void receipt for chunk \(number) and comes no further")
            if ending == .killed {
                try await restart(index, "is killed")
            } else {
                workers[index].phase = .claimed(chunk)
            }
        }
        return true
    }

    /// Replaces the chunk by the halves that its void receipt names.
    func replace(_ index: Int, _ chunk: ClaimedChunk, by halves: [ChunkHalf], _ kind: String) async throws {
        let number = chunk.key.chunkNumber
        let stood = try await queue.split(chunk.key, into: halves)
        try ModelMismatch.expect("split", stood, is: change(of: chunk) { $0.split(number) })
        workers[index].phase = .idle
        note(stood ? kind : "late split", "worker \(index) splits chunk \(number): \(stood)")
    }

    /// The halves of a chunk; `nil` if it can't be split.
    private func halves(of chunk: ClaimedChunk) async throws -> [ChunkHalf]? {
        guard let stored = try await queue.splittable(chunk.key) else { throw ModelMismatch("no chunk to split") }
        let expected = reference(of: chunk).halves(of: chunk.key.chunkNumber)
        do {
            let halves = try ChunkHalving(cut: spec(of: chunk).cut, dialect: PostgreSQLDialect()).halves(of: stored)
            try ModelMismatch.expect(
                "halves of chunk \(chunk.key.chunkNumber)",
                halves.map { "\($0.number): \($0.extent.lower ?? "") to \($0.extent.upper ?? "")" },
                is: expected.map { "\($0.number): \($0.keys.lowerBound) to \($0.keys.upperBound)" })
            return halves
        } catch is ChunkHalving.Impossible {
            try ModelMismatch.expect("halves of chunk \(chunk.key.chunkNumber)", 0, is: expected.count)
            note("unsplittable", "chunk \(chunk.key.chunkNumber) can't be split")
            return nil
        }
    }

    private func releaseOverdue(_ index: Int, _ chunk: ClaimedChunk) async throws -> Bool {
        let stood = try await queue.releaseOverdue(chunk, error: nil)
        let expected =
            isCurrent(chunk) && reference.release(chunk.key.chunkNumber, token: chunk.token, "overdue")
        try ModelMismatch.expect("release at a deadline", stood, is: expected)
        workers[index].phase = .idle
        note("overdue", "worker \(index) gives chunk \(chunk.key.chunkNumber) back at its deadline: \(stood)")
        return true
    }

    /// Changes the model of the chunk's run.
    private func change<Answer>(of chunk: ClaimedChunk, _ body: (inout ReferenceModel) -> Answer) -> Answer {
        for index in past.indices where past[index].runID == chunk.key.runID { return body(&past[index]) }
        return body(&reference)
    }
}
