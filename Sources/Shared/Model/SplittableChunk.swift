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
    /// How often the source ended the chunk's statement, or that of the chunk it was split from, at its time limit.
    package var timesCut: Int
    /// The duration of these statements.
    package var cutSeconds: Double

    package init(
        number: Int, predicate: String?, range: String, extent: ChunkExtent, planned: Int, timesOverdue: Int,
        timesCut: Int = 0, cutSeconds: Double = 0
    ) {
        self.number = number
        self.predicate = predicate
        self.range = range
        self.extent = extent
        self.planned = planned
        self.timesOverdue = timesOverdue
        self.timesCut = timesCut
        self.cutSeconds = cutSeconds
    }
}
