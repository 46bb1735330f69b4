import Model
import RowSource

/// What is encoded: batches of one shape in one layout.
struct Subject {
    static let batchRows = 8192
    /// Enough that a batch has left the processor's nearer caches when it is encoded again.
    private static let batchCount = 12

    let name: String
    /// Where the values would come from: Arrow, or ODBC's bound columns.
    let layout: String
    let columns: [ColumnSpec]
    /// The vectors of a batch, given its number.
    private let make: (Int, DriverMemory) -> [ColumnVector]

    init(
        _ name: String, _ layout: String, targets: [(name: String, type: TargetType)],
        _ make: @escaping (Int, DriverMemory) -> [ColumnVector]
    ) {
        self.name = name
        self.layout = layout
        // What the source calls a type is nothing to the encoder.
        columns = targets.map {
            ColumnSpec(source: $0.name, sourceType: .other(name: ""), target: $0.name, targetType: $0.type)
        }
        self.make = make
    }

    /// The batches, which lie in `memory`.
    func batches(in memory: DriverMemory) -> [ColumnBatch] {
        (0..<Self.batchCount).map { ColumnBatch(rowCount: Self.batchRows, columns: make($0, memory)) }
    }
}
