/// The part of its table that a chunk covers: a range of the chunk column's values, a bucket of the rows' hash, or
/// both.
///
/// Bounds are texts as the source's dialect printed them. A chunk with an empty extent can't be split.
package struct ChunkExtent: Hashable, Sendable, Codable {
    /// The inclusive lower bound; `nil` if there is none.
    package var lower: String?
    /// The exclusive upper bound; `nil` if there is none.
    package var upper: String?
    /// The number of the hash bucket, from 0, of `buckets`.
    package var bucket: Int?
    package var buckets: Int?

    package init(lower: String? = nil, upper: String? = nil, bucket: Int? = nil, buckets: Int? = nil) {
        self.lower = lower
        self.upper = upper
        self.bucket = bucket
        self.buckets = buckets
    }
}
