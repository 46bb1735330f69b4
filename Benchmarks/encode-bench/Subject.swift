import Model
import RowSource

/// What is encoded: batches of one shape in one layout.
struct Subject {
    let name: String
    /// Where the values would come from: Arrow, or ODBC's bound columns.
    let layout: String
    let columns: [ColumnSpec]
    let batches: [ColumnBatch]
    /// Where the batches lie.
    let memory: DriverMemory

    static let batchRows = 8192
    /// Enough that a batch has left the processor's nearer caches when it is encoded again.
    static let batchCount = 12

    /// - Parameter make: the vectors of a batch, given its number.
    init(
        _ name: String, _ layout: String, targets: [(name: String, type: TargetType)],
        _ make: (Int, DriverMemory) -> [ColumnVector]
    ) {
        self.name = name
        self.layout = layout
        let memory = DriverMemory()
        // What the source calls a type is nothing to the encoder.
        columns = targets.map {
            ColumnSpec(source: $0.name, sourceType: .other(name: ""), target: $0.name, targetType: $0.type)
        }
        batches = (0..<Self.batchCount).map { ColumnBatch(rowCount: Self.batchRows, columns: make($0, memory)) }
        self.memory = memory
    }
}
