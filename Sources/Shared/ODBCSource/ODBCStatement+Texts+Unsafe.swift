import Model
import RowSource

extension ODBCStatement {
    /// All rows of an executed statement, with every value as text.
    func texts() throws(SourceError) -> [[String?]] {
        let reading: ColumnReading = session.valueText == .utf8 ? .text : .wideText
        let columns = try describeColumns().map { ($0.name, SourceType.other(name: ""), reading) }
        guard !columns.isEmpty else { return [] }
        let plan = ReadPlan(columns: columns, grown: [:], inPieces: true, batch: BatchLimits(rows: 200, bytes: 1 << 20))
        let reader = try PieceReader(plan, self)
        var rows: [[String?]] = []
        while let batch = try reader.next(self) {
            for row in 0..<batch.rowCount {
                var values: [String?] = []
                for (column, vector) in batch.columns.enumerated() {
                    values.append(try Self.text(vector, row, column: columns[column].0))
                }
                rows.append(values)
            }
        }
        return rows
    }

    private static func text(_ vector: ColumnVector, _ row: Int, column: String) throws(SourceError) -> String? {
        guard case .text(let slots) = vector.values, slots.lengths[row] >= 0 else { return nil }
        let bytes = UnsafeRawBufferPointer(start: slots.base + row * slots.stride, count: slots.lengths[row])
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SourceError(.value, operation: "SQLGetData", message: "column '\(column)' isn't UTF-8")
        }
        return text
    }
}
