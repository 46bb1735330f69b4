/// A chunk from the control database, with the facts needed to split it.
package struct SplittableChunk: Hashable, Sendable {
    package var number: Int
    package var predicate: String?
    package var range: String
    package var extent: ChunkExtent
    /// The number of chunks in the table's plan.
    package var planned: Int
    /// How often the chunk was released at a worker's deadline.
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
