/// One of the two chunks that replace a split chunk.
///
/// The pair is stored as JSON in the void receipt of the split chunk. The number of rows in a half is unknown until it
/// is copied.
package struct ChunkHalf: Hashable, Sendable, Codable {
    package var number: Int
    /// The condition in the source's SQL.
    package var predicate: String
    /// The range for people.
    package var range: String
    package var extent: ChunkExtent

    package init(number: Int, predicate: String, range: String, extent: ChunkExtent) {
        self.number = number
        self.predicate = predicate
        self.range = range
        self.extent = extent
    }

    /// The numbers of a chunk's halves, which follow those of the plan and belong to no other chunk.
    ///
    /// `nil` if they exceed the range of a chunk number.
    ///
    /// - Parameters:
    ///   - parent: the number of the chunk that is split.
    ///   - planned: the number of chunks in the plan.
    package static func numbers(parent: Int, planned: Int) -> (first: Int, second: Int)? {
        let second = planned + 2 * parent
        return second <= Int(Int32.max) ? (second - 1, second) : nil
    }
}
