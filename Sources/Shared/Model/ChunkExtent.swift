/// Which part of its table a chunk is: a range of the chunk column's values, a bucket of a hash of the rows, or both.
///
/// Bounds are texts as the source's dialect printed them. A chunk of which nothing is known here can't be split.
package struct ChunkExtent: Hashable, Sendable, Codable {
    /// Keys from here on; nil: no bound below.
    package var lower: String?
    /// Keys below this; nil: no bound above.
    package var upper: String?
    /// Rows whose hash falls into this bucket, from 0, of `buckets`.
    package var bucket: Int?
    package var buckets: Int?

    package init(lower: String? = nil, upper: String? = nil, bucket: Int? = nil, buckets: Int? = nil) {
        self.lower = lower
        self.upper = upper
        self.bucket = bucket
        self.buckets = buckets
    }
}
