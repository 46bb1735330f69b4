/// A planned range of a table's rows: the unit of claim, retry and proof.
package struct PlannedChunk: Hashable, Sendable {
    /// The chunk's number, from 1, in the order of the ranges.
    package var number: Int
    /// The condition in the source's SQL; `nil` for the whole table.
    package var predicate: String?
    /// The range for people: `visit_id >= 1000 AND visit_id < 2000`.
    package var range: String
    package var extent: ChunkExtent
    /// The number of rows that the plan counted.
    package var expectedRows: Int

    package init(number: Int, predicate: String?, range: String, extent: ChunkExtent = ChunkExtent(), expectedRows: Int)
    {
        self.number = number
        self.predicate = predicate
        self.range = range
        self.extent = extent
        self.expectedRows = expectedRows
    }
}
