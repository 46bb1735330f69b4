/// A chunk that a worker holds until it finishes, fails or releases it.
package struct ClaimedChunk: Hashable, Sendable {
    package var key: ChunkKey
    package var workerID: RandomID
    /// Guards every later change of the work row.
    package var token: RandomID
    /// The attempt's number, from 1, counted at the claim so that a chunk that kills its worker uses up its attempts.
    package var attempt: Int
    /// Whether the previous attempt ended because its worker was lost.
    package var isAfterLoss: Bool
    package var queuePosition: Int
    /// The condition in the source's SQL; `nil` for the whole table.
    package var predicate: String?
    package var range: String
    /// The number of rows that the plan counted; `nil` for a half of a split chunk.
    package var expectedRows: Int?

    package init(
        key: ChunkKey, workerID: RandomID, token: RandomID, attempt: Int, isAfterLoss: Bool = false,
        queuePosition: Int, predicate: String?, range: String, expectedRows: Int?
    ) {
        self.key = key
        self.workerID = workerID
        self.token = token
        self.attempt = attempt
        self.isAfterLoss = isAfterLoss
        self.queuePosition = queuePosition
        self.predicate = predicate
        self.range = range
        self.expectedRows = expectedRows
    }
}
