package import Model
package import Postgres
import Receipts
import Statements

/// The target's part of splitting a chunk: a receipt without rows, in place of the receipt that an attempt would leave.
///
/// Once it is committed, no attempt at the chunk can commit, and any attempt finds the halves that replace the chunk.
package struct VoidReceipt: Sendable {
    private let chunk: ClaimedChunk
    private let target: QualifiedName
    private let snapshot: Snapshot
    private let halves: [ChunkHalf]

    package enum Outcome: Hashable, Sendable {
        /// The chunk now has this receipt: the one written, or an earlier one.
        case stands(ChunkReceipt)
        /// The target table belongs to another run or a later epoch.
        case fenced
    }

    package init(_ chunk: ClaimedChunk, halves: [ChunkHalf], target: QualifiedName, snapshot: Snapshot) {
        self.chunk = chunk
        self.target = target
        self.snapshot = snapshot
        self.halves = halves
    }

    /// Writes the receipt unless there is one; waits at most three seconds for an attempt that is about to commit.
    package func write(on connection: PostgresConnection) async throws -> Outcome {
        let stored = try halves.stored
        let limits = ["lock_timeout": "3s", "statement_timeout": "3s"]
        return try await connection.transaction(settings: limits) { connection in
            let key = chunk.key
            let held = try connection.query(
                SQL.holdFence,
                [.text(target.schemaOrPublic), .text(target.name), .text(key.runID.text), .int(key.epoch)])
            guard let fence = held.first else { return .fenced }
            let written = try connection.query(
                fence.bool("unlogged") ? SQL.insertUnloggedVoidReceipt : SQL.insertVoidReceipt,
                key.parameters + [
                    .int(chunk.attempt), .text(chunk.workerID.text), .text(snapshot.text), .text(stored),
                ])
            if written.isEmpty, let receipt = try connection.receipt(of: key) { return .stands(receipt) }
            return .stands(.void(halves: halves))
        }
    }
}
