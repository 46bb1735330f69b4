import Failures
import Model
import Postgres
import Transfer
import WorkQueue

/// The workers' operations on chunks, whether or not the workers may still do them.
extension ModelTrial {
    /// Does a worker's next operation; if the worker keeps finding nothing, moves on.
    func proceed(_ index: Int) async throws {
        switch workers[index].phase {
        case .idle where workers[index].emptyClaims > 0 && !mayClaim(workers[index].id):
            try await restart(index, "starts anew")
        case .idle where workers[index].emptyClaims > 1:
            workers[index].emptyClaims = 0
            try await moveOn()
        case .idle: try await claim(index)
        case .claimed(let chunk): try await startCopy(index, chunk)
        case .copying(let chunk, let transfer): try await commit(index, chunk, transfer)
        case .copied(let chunk, let copied): try await finish(index, chunk, copied)
        case .failed(let chunk, let isPermanent):
            try await retry(index, chunk, permanent: isPermanent, rests: false)
        case .split(let chunk, let halves): try await replace(index, chunk, by: halves, "healed by claim")
        }
    }

    /// Does what a process eventually does when there is nothing to claim.
    private func moveOn() async throws {
        if reference.isDone || !reference.canEnd {
            try await cancel()
            try await plan(succession: false)
        } else if reference.isPaused {
            _ = try await perform(.pause(false))
        } else if try await !perform(.wake) {
            _ = try await perform(reference.chunks.values.contains { $0.state == .failed } ? .requeueFailed : .reap)
        }
    }

    private func claim(_ index: Int) async throws {
        let worker = workers[index]
        let position = worker.pacing.lowWatermark
        let token = RandomID()
        let chunk = try await queue.claim(
            run: reference.runID, after: position, worker: worker.id, token: token)
        var expected: Int?
        if mayClaim(worker.id) {
            expected = reference.claim(
                after: position,
                ReferenceModel.Claim(worker: worker.id, token: token))
        }
        try ModelMismatch.expect("chunk claimed", chunk?.key.chunkNumber, is: expected)
        guard let chunk, let expected else {
            if case .wait = workers[index].pacing.foundNothing(now: .now) {}
            workers[index].emptyClaims += 1
            return note("empty claim", "worker \(index) finds nothing to claim")
        }
        try ModelMismatch.expect("attempt claimed", chunk.attempt, is: reference.chunks[expected]?.attempt)
        try ModelMismatch.expect("epoch claimed", chunk.key.epoch, is: reference.epoch)
        let isPlanned = expected <= Self.chunkCount
        try ModelMismatch.expect(
            "rows expected", chunk.expectedRows, is: isPlanned ? reference.keys[expected]?.count : nil)
        guard chunk.attempt <= Self.maxAttempts else { throw ModelMismatch("attempt \(chunk.attempt) was given out") }
        workers[index].emptyClaims = 0
        workers[index].pacing.claimed(queuePosition: chunk.queuePosition, now: .now)
        workers[index].phase = .claimed(chunk)
        note("claim", "worker \(index) claims chunk \(expected), attempt \(chunk.attempt)")
    }

    func startCopy(_ index: Int, _ chunk: ClaimedChunk) async throws {
        let (number, connection) = try await connection(of: index)
        writerCount += 1
        var known = chunk
        if workers[index].isOutOfReach { known.token = RandomID() }  // which nobody looks for
        let transfer = HeldTransfer(known, spec: spec(of: chunk), writer: writerCount, target: connection)
        guard await transfer.isWaiting() else {
            return try await ended(index, chunk, writer: transfer.writer, transfer.end(.go))
        }
        guard !endedConnections.contains(number), receipt(of: chunk) == nil else {
            workers[index].phase = .copying(chunk, transfer)
            throw ModelMismatch(
                "worker \(index) copies chunk \(chunk.key.chunkNumber) on, with a receipt or no backend")
        }
        workers[index].phase = .copying(chunk, transfer)
        note("copy", "worker \(index) copies chunk \(chunk.key.chunkNumber) as writer \(transfer.writer)")
    }

    func commit(_ index: Int, _ chunk: ClaimedChunk, _ transfer: HeldTransfer) async throws {
        try await ended(index, chunk, writer: transfer.writer, transfer.end(.go))
    }

    /// Compares the end of a transfer with the model, and lets the worker handle it.
    private func ended(
        _ index: Int, _ chunk: ClaimedChunk, writer: Int, _ result: Result<CopiedChunk, TransferError>
    ) async throws {
        let number = chunk.key.chunkNumber
        let rows = reference(of: chunk).keys[number, default: 0..<0].count
        switch (result, expectation(index, chunk)) {
        case (.success(let copied), .taken):
            try ModelMismatch.expect("rows of a receipt", copied.rows, is: rows)
            let kind = if case .copying = workers[index].phase { "lost race" } else { "receipt found" }
            workers[index].phase = .copied(chunk, copied)
            note(kind, "worker \(index) finds chunk \(number)'s receipt of another attempt")
        case (.success(let copied), .committed):
            try ModelMismatch.expect("rows copied", copied.rows, is: rows)
            reference.receipts[number] = ReferenceModel.Receipt(
                writer: writer, attempt: chunk.attempt, worker: chunk.workerID)
            reference.commits.append(number)
            workers[index].phase = .copied(chunk, copied)
            let holds = reference.isHeld(number, token: chunk.token)
            note(holds ? "commit" : "zombie commit", "worker \(index) commits chunk \(number) as writer \(writer)")
        case (.failure(let error), .fenced):
            guard case .fenced = error else { throw ModelMismatch("fenced, but the transfer ends with \(error)") }
            await disconnect(index)
            workers[index].phase = .failed(chunk, isPermanent: true)
            note("fenced commit", "worker \(index) can't commit chunk \(number): fenced")
        case (.failure(let error), .split):
            guard case .split(let halves) = error else {
                throw ModelMismatch("split, but the transfer ends with \(error)")
            }
            if case .copying = workers[index].phase {
                note("void receipt met", "worker \(index) can't commit chunk \(number): it was split")
            }
            await disconnect(index)
            workers[index].phase = .split(chunk, halves: halves)
        case (.failure(let error), .lostConnection):
            try ModelMismatch.expect("what becomes of the chunk", error.disposition, is: .transient)
            await disconnect(index)
            workers[index].phase = .failed(chunk, isPermanent: false)
            note("ended backend", "worker \(index)'s backend was ended, chunk \(number) fails")
        case (let result, let expectation):
            throw ModelMismatch("worker \(index)'s transfer of chunk \(number): \(result), the model: \(expectation)")
        }
    }

    private enum Expectation {
        case committed, taken, split, fenced, lostConnection
    }

    private func expectation(_ index: Int, _ chunk: ClaimedChunk) -> Expectation {
        let run = reference(of: chunk)
        if let number = workers[index].connection?.number, endedConnections.contains(number) { return .lostConnection }
        // Before its COPY, a transfer looks for a receipt; after it, it first checks the fence.
        let receipt = receipt(of: chunk).map { $0.writer == nil ? Expectation.split : .taken }
        if case .copying = workers[index].phase {} else if let receipt { return receipt }
        if !run.isHeld { return .fenced }
        return receipt ?? .committed
    }

    func finish(_ index: Int, _ chunk: ClaimedChunk, _ copied: CopiedChunk) async throws {
        let stood = try await queue.finish(chunk, copied)
        let expected = isCurrent(chunk) && reference.finish(chunk.key.chunkNumber, token: chunk.token)
        try ModelMismatch.expect("finish", stood, is: expected)
        workers[index].phase = .idle
        note(stood ? "finish" : "late finish", "worker \(index) marks chunk \(chunk.key.chunkNumber) as done: \(stood)")
    }

    func retry(_ index: Int, _ chunk: ClaimedChunk, permanent: Bool, rests: Bool) async throws {
        let stood = try await queue.retry(
            chunk, permanent: permanent, delay: rests ? .seconds(3600) : .zero, error: "failed")
        let expected =
            isCurrent(chunk)
            && reference.retry(chunk.key.chunkNumber, token: chunk.token, permanent: permanent, rests: rests)
        try ModelMismatch.expect("retry", stood, is: expected)
        workers[index].phase = .idle
        note(stood ? "fail" : "late fail", "worker \(index) fails chunk \(chunk.key.chunkNumber): \(stood)")
    }

    func release(_ index: Int) async throws -> Bool {
        guard let chunk = workers[index].chunk else { return false }
        await disconnect(index)
        let stood = try await queue.release(worker: chunk.workerID, token: chunk.token)
        let expected = isCurrent(chunk) && reference.release(chunk.key.chunkNumber, token: chunk.token)
        try ModelMismatch.expect("release", stood, is: expected)
        workers[index].phase = .idle
        note(stood ? "release" : "late release", "worker \(index) releases chunk \(chunk.key.chunkNumber): \(stood)")
        return true
    }

    func commitUnheard(_ index: Int) async throws -> Bool {
        guard case .copying(let chunk, let transfer) = workers[index].phase else { return false }
        try await commit(index, chunk, transfer)
        guard case .copied = workers[index].phase else { return true }
        workers[index].phase = .claimed(chunk)
        await disconnect(index)
        note("reply lost", "worker \(index) never hears of it")
        return true
    }

    func breakSource(_ index: Int) async throws -> Bool {
        guard case .copying(let chunk, let transfer) = workers[index].phase else { return false }
        guard case .failure(let error) = await transfer.end(.breakDown) else {
            throw ModelMismatch("a transfer outlived its source")
        }
        try ModelMismatch.expect("what becomes of the chunk", error.disposition, is: .transient)
        workers[index].phase = .failed(chunk, isPermanent: false)
        await disconnect(index)
        note("source broken", "worker \(index)'s source breaks in chunk \(chunk.key.chunkNumber)")
        return true
    }

    func isCurrent(_ chunk: ClaimedChunk) -> Bool {
        chunk.key.runID == reference.runID
    }

    func reference(of chunk: ClaimedChunk) -> ReferenceModel {
        past.first { $0.runID == chunk.key.runID } ?? reference
    }

    func receipt(of chunk: ClaimedChunk) -> ReferenceModel.Receipt? {
        reference(of: chunk).receipts[chunk.key.chunkNumber]
    }

    func spec(of chunk: ClaimedChunk) -> TableSpec {
        Self.spec(target: target, run: chunk.key.runID)
    }
}
