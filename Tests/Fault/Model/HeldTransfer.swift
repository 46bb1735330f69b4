import Model
import Postgres
import Transfer

/// The product's transfer of one chunk, which waits before the end of its COPY.
final class HeldTransfer: Sendable {
    /// Tells the rows that it writes from those of all others.
    let writer: Int
    private let gate: ModelGate
    private let task: Task<Result<CopiedChunk, TransferError>, Never>

    /// Starts; `isWaiting` tells how far it came.
    ///
    /// It never doubts its lease: a worker's clock may lie, so safety can't rest on it.
    init(_ chunk: ClaimedChunk, spec: TableSpec, writer: Int, target: PostgresConnection) {
        self.writer = writer
        let source = ModelSource(chunk: chunk.key.chunkNumber, writer: writer)
        let gate = source.gate
        self.gate = gate
        task = Task {
            let transfer = ChunkTransfer(
                chunk: chunk, spec: spec, snapshot: ModelTrial.snapshot, settings: "{}", mayCommit: { true },
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

    /// Returns once it waits with its COPY open (true) or has ended before (false).
    func isWaiting() async -> Bool {
        await gate.isWaiting()
    }

    /// Lets it go on or breaks its source, and waits for its end.
    func end(_ verdict: ModelGate.Verdict) async -> Result<CopiedChunk, TransferError> {
        await gate.open(verdict)
        return await task.value
    }
}
