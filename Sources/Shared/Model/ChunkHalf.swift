/// One of the two chunks that take the place of a chunk that was split.
///
/// A pair of them is stored as JSON in the void receipt of the chunk that they replace. How many rows a half has is not
/// known before it is copied.
package struct ChunkHalf: Hashable, Sendable, Codable {
    package var number: Int
    /// The condition in the source's SQL.
    package var predicate: String
    /// For people.
    package var range: String
    package var extent: ChunkExtent

    package init(number: Int, predicate: String, range: String, extent: ChunkExtent) {
        self.number = number
        self.predicate = predicate
        self.range = range
        self.extent = extent
    }

    /// The numbers of a chunk's halves: behind those of the plan's `planned` chunks, and no other chunk's.
    ///
    /// Nil: beyond what a number can be.
    package static func numbers(parent: Int, planned: Int) -> (first: Int, second: Int)? {
        let second = planned + 2 * parent
        return second <= Int(Int32.max) ? (second - 1, second) : nil
    }
}
