/// A chunk as the control database has it, with what splitting it takes.
package struct SplittableChunk: Hashable, Sendable {
    package var number: Int
    package var predicate: String?
    package var range: String
    package var extent: ChunkExtent
    /// How many chunks the table's plan had.
    package var planned: Int
    /// How often it was released at a worker's deadline.
    package var timesOverdue: Int

    package init(
        number: Int, predicate: String?, range: String, extent: ChunkExtent, planned: Int, timesOverdue: Int
    ) {
        self.number = number
        self.predicate = predicate
        self.range = range
        self.extent = extent
        self.planned = planned
        self.timesOverdue = timesOverdue
    }
}
