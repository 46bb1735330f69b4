package import WorkQueue

/// A chunk whose row count differs from the plan's, as JSON.
package struct DifferingChunkDocument: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case chunk, range
        case plannedRows = "planned_rows"
        case copiedRows = "copied_rows"
    }

    private let chunk: Int
    private let range: String
    private let plannedRows: Int
    private let copiedRows: Int

    package init(_ chunk: DifferingChunk) {
        self.chunk = chunk.number
        range = chunk.range
        plannedRows = chunk.plannedRows
        copiedRows = chunk.copiedRows
    }
}
