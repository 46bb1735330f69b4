import RowSource
import Synchronization

/// Returns one batch of a chunk's rows (chunk number, row key, writing transfer), waits at the gate, then ends.
final class ModelCursor: BatchCursor {
    private let batch: ColumnBatch
    private let gate: ModelGate
    private let buffers: ModelBuffers
    private let hasBegun = Atomic<Bool>(false)

    init(chunk: Int, keys: Range<Int>, writer: Int, gate: ModelGate) {
        let rows = keys.count
        self.gate = gate
        buffers = ModelBuffers(rows: rows)
        for (row, key) in keys.enumerated() {
            buffers.values[row] = Int64(chunk)
            buffers.values[rows + row] = Int64(key)
            buffers.values[2 * rows + row] = Int64(writer)
        }
        let first = UnsafePointer(buffers.values)
        batch = ColumnBatch(
            rowCount: rows,
            columns: (0..<3).map { ColumnVector(values: .int64(first + $0 * rows), validity: .allValid) })
    }

    func next() async throws(SourceError) -> ColumnBatch? {
        if !hasBegun.exchange(true, ordering: .relaxed) { return batch }
        switch await gate.pass() {
        case .go: return nil
        case .breakDown:
            throw SourceError(.connection, operation: "next", message: "the source broke down")
        }
    }

    func close() async {}
}

/// Memory for three columns.
// SAFETY: written once, before the cursor that owns it gives it away; read only afterwards.
private final class ModelBuffers: @unchecked Sendable {
    let values: UnsafeMutablePointer<Int64>

    init(rows: Int) {
        values = .allocate(capacity: 3 * rows)
    }

    deinit {
        values.deallocate()
    }
}
