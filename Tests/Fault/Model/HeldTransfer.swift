import Model
import Postgres
import Transfer

/// The product's transfer of one chunk, held before the end of its COPY.
final class HeldTransfer: Sendable {
    /// Distinguishes the rows written by this transfer from all others.
    let writer: Int
    private let gate: ModelGate
    private let task: Task<Result<CopiedChunk, TransferError>, Never>

    /// Starts the transfer; `isWaiting` tells how far it got.
    ///
    /// The transfer always trusts its lease: a worker's clock may be wrong, so safety can't depend on it.
    init(_ chunk: ClaimedChunk, spec: TableSpec, writer: Int, target: PostgresConnection) {
        self.writer = writer
        let source = ModelSource(chunk: chunk.key.chunkNumber, writer: writer)
        let gate = source.gate
        self.gate = gate
        task = Task {
            let transfer = ChunkTransfer(
                chunk: chunk, spec: spec, snapshot: ModelTrial.snapshot, settings: [:], mayCommit: { true },
                progress: { _ in })
            do throws(TransferError) {
                let copied = try await transfer.run(from: source, to: target)
                await gate.end()
                return .success(copied)
            } catch {
                await gate.end()
                return .failure(error)
            }
        }
    }

    /// Returns `true` once the transfer waits with its COPY open, or `false` if it has ended before that.
    func isWaiting() async -> Bool {
        await gate.isWaiting()
    }

    /// Lets the transfer continue or breaks its source, and waits for its end.
    func end(_ verdict: ModelGate.Verdict) async -> Result<CopiedChunk, TransferError> {
        await gate.open(verdict)
        return await task.value
    }
}
