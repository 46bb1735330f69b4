import Model
import RowSource

/// The data to encode: batches with the same columns in one layout.
struct Subject {
    static let batchRows = 8192
    /// Enough batches that one has left the processor's near caches before it is encoded again.
    private static let batchCount = 12

    let name: String
    /// The kind of source: Arrow, or ODBC's bound columns.
    let layout: String
    let columns: [ColumnSpec]
    /// Creates the vectors of a batch from its number.
    private let make: (Int, DriverMemory) -> [ColumnVector]

    init(
        _ name: String, _ layout: String, targets: [(name: String, type: TargetType)],
        _ make: @escaping (Int, DriverMemory) -> [ColumnVector]
    ) {
        self.name = name
        self.layout = layout
        // The encoder ignores the source's type.
        columns = targets.map {
            ColumnSpec(source: $0.name, sourceType: .other(name: ""), target: $0.name, targetType: $0.type)
        }
        self.make = make
    }

    /// The batches, whose values are in `memory`.
    func batches(in memory: DriverMemory) -> [ColumnBatch] {
        (0..<Self.batchCount).map { ColumnBatch(rowCount: Self.batchRows, columns: make($0, memory)) }
    }
}
