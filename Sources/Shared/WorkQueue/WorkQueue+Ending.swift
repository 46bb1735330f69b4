package import Model
package import Postgres
import Receipts
import Statements

/// How a slot ends its claim. Each method returns whether the claim still stood.
extension WorkQueue {
    /// Marks a chunk whose receipt is committed as done.
    @discardableResult
    package func finish(_ chunk: ClaimedChunk, _ outcome: CopiedChunk) async throws(PostgresError) -> Bool {
        try await finish(chunk, outcome, and: [])[0].first != nil
    }

    /// Marks a chunk as done, and resets the failures of its source; returns whether this closed the source's breaker.
    @discardableResult
    package func finish(
        _ chunk: ClaimedChunk, _ outcome: CopiedChunk, clearing breaker: SourceBreaker
    ) async throws(PostgresError) -> Bool {
        let clear = StatementCall(SQL.clearSourceFailures, [.text(breaker.source)])
        return try Self.closes(try await finish(chunk, outcome, and: [clear])[1])
    }

    private func finish(
        _ chunk: ClaimedChunk, _ outcome: CopiedChunk, and more: [StatementCall]
    ) async throws(PostgresError) -> [[PostgresRow]] {
        let finish = StatementCall(
            SQL.finishChunk,
            chunk.key.parameters + [
                .text(chunk.token.text), .int(outcome.rows), .int(outcome.bytes),
                .int(outcome.sourceTime.milliseconds), .int(outcome.encodeTime.milliseconds),
                .int(outcome.targetTime.milliseconds),
            ])
        return try await database.repeatedly { database async throws(PostgresError) in
            try await database.query([finish] + more)
        }
    }

    /// Releases a claim: the chunk keeps its place in the queue, and the attempt isn't counted.
    @discardableResult
    package func release(worker: RandomID, token: RandomID) async throws(PostgresError) -> Bool {
        try await release(worker: worker, token: token, as: .released, error: nil)
    }

    /// Releases a claim because its worker can't go on, for a reason that isn't the chunk's.
    @discardableResult
    package func release(_ chunk: ClaimedChunk, error: String) async throws(PostgresError) -> Bool {
        try await release(worker: chunk.workerID, token: chunk.token, as: .released, error: error)
    }

    /// Releases a claim because the worker's deadline is near.
    ///
    /// - Parameter error: why the chunk can't be split; `nil` if it needn't be.
    @discardableResult
    package func releaseOverdue(_ chunk: ClaimedChunk, error: String?) async throws(PostgresError) -> Bool {
        try await release(worker: chunk.workerID, token: chunk.token, as: .overdue, error: error)
    }

    private func release(
        worker: RandomID, token: RandomID, as outcome: AttemptOutcome, error: String?
    ) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.releaseChunk,
            [.text(worker.text), .text(token.text), .text(outcome.rawValue), error.map { .note($0) } ?? .null]) > 0
    }

    /// Returns a chunk to the queue because its source failed; the attempt isn't counted.
    ///
    /// Also returns `false` if the chunk was given back so often that its attempts have to count.
    package func giveBack(_ chunk: ClaimedChunk, error: String) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.giveBackChunk, [.text(chunk.workerID.text), .text(chunk.token.text), .note(error)]) > 0
    }

    /// Fails all chunks of a table that wait, because the source isn't as it was planned; returns their number.
    @discardableResult
    package func failWaiting(
        run: RandomID, table: Int, epoch: Int, error: String
    ) async throws(PostgresError) -> Int {
        try await database.executeRepeatably(
            SQL.failWaitingChunks, [.text(run.text), .int(table), .int(epoch), .note(error)])
    }

    /// Ends a failed attempt: returns the chunk to the back of the queue, where it is ready after `delay`.
    ///
    /// Marks the chunk as failed instead if `permanent` is set or this was its last attempt.
    @discardableResult
    package func retry(
        _ chunk: ClaimedChunk, permanent: Bool, delay: Duration, error: String
    ) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.retryChunk,
            [
                .text(chunk.workerID.text), .text(chunk.token.text), .bool(permanent), .double(delay.inSeconds),
                .note(error),
            ]) > 0
    }
}
