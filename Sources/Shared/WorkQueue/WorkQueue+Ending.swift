package import Model
package import Postgres
import Receipts
import Statements

/// How a slot ends its claim. Each answers whether the claim still stood.
extension WorkQueue {
    /// Marks a chunk whose receipt is committed as done.
    @discardableResult
    package func finish(_ chunk: ClaimedChunk, _ outcome: CopiedChunk) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.finishChunk,
            chunk.key.parameters + [
                .text(chunk.token.text), .int(outcome.rows), .int(outcome.bytes),
                .int(outcome.sourceTime.milliseconds), .int(outcome.encodeTime.milliseconds),
                .int(outcome.targetTime.milliseconds),
            ]) > 0
    }

    /// Gives a claim back unharmed.
    @discardableResult
    package func release(worker: RandomID, token: RandomID) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.releaseChunk, [.text(worker.text), .text(token.text), "released", .null]) > 0
    }

    /// Gives a claim back because the worker's deadline has come; `error` says what keeps the chunk from being split.
    @discardableResult
    package func releaseOverdue(_ chunk: ClaimedChunk, error: String?) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.releaseChunk,
            [.text(chunk.workerID.text), .text(chunk.token.text), "overdue", .optional(error)]) > 0
    }

    /// Gives a claim back because its source failed: the attempt doesn't count.
    ///
    /// False also where the chunk was given back so often that it has to answer for it.
    package func giveBack(_ chunk: ClaimedChunk, error: String) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.giveBackChunk, [.text(chunk.workerID.text), .text(chunk.token.text), .text(error)]) > 0
    }

    /// Puts a chunk whose attempt failed to the back of the queue after `delay`, or ends it as failed: where
    /// `permanent` is set, or its table's attempts are used up.
    @discardableResult
    package func retry(
        _ chunk: ClaimedChunk, permanent: Bool, delay: Duration, error: String
    ) async throws(PostgresError) -> Bool {
        try await database.executeRepeatably(
            SQL.retryChunk,
            [
                .text(chunk.workerID.text), .text(chunk.token.text), .bool(permanent), .double(delay.inSeconds),
                .text(error),
            ]) > 0
    }
}
