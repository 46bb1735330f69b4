package import Model

/// Cuts a chunk into two halves; each of its rows is in exactly one of them.
///
/// - Bucket k of n becomes buckets k and k + n of 2n of the same hash. The second is written as "not the first", so no
///   row is lost whatever the source's hash does.
/// - A range is cut in the middle of its bounds. If one side is unbounded, the lowest or highest key seen by the plan
///   is used to find the middle; the half stays unbounded. Any bound within the range would be correct; the number of
///   rows in each half is known only after its copy.
/// - Anything else can't be cut: rows without a key, keys that only the source can order, a single value, a whole
///   table.
package struct ChunkHalving {
    /// Why a chunk can't be split; shown to users.
    package struct Impossible: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    private let cut: ChunkCut
    private let dialect: any SQLDialect

    /// - Parameter cut: `nil` if the table wasn't cut, or was planned by a version that didn't store the cut.
    package init(cut: ChunkCut?, dialect: any SQLDialect) throws(Impossible) {
        guard let cut else {
            throw Impossible(description: "its table is one chunk, or was planned by an older version")
        }
        self.cut = cut
        self.dialect = dialect
    }

    package func halves(of chunk: SplittableChunk) throws(Impossible) -> [ChunkHalf] {
        guard let (first, second) = ChunkHalf.numbers(parent: chunk.number, planned: chunk.planned) else {
            throw Impossible(description: "it has been split too often")
        }
        return chunk.extent.bucket == nil
            ? try ranges(of: chunk, first, second) : try buckets(of: chunk, first, second)
    }

    private func ranges(of chunk: SplittableChunk, _ first: Int, _ second: Int) throws(Impossible) -> [ChunkHalf] {
        let extent = chunk.extent
        guard let column = cut.column, extent.lower != nil || extent.upper != nil else {
            throw Impossible(description: "it isn't a range of a column (\(chunk.range))")
        }
        guard let from = extent.lower ?? cut.lowest, let to = extent.upper ?? cut.highest else {
            throw Impossible(description: "its range is open-ended, and the plan stored no lowest or highest key")
        }
        guard let middle = KeyMidpoint.between(from, to, type: column.type) else {
            throw Impossible(description: "no key in the middle of its range can be computed (\(chunk.range))")
        }
        let halves = [
            (first, ChunkExtent(lower: extent.lower, upper: middle)),
            (second, ChunkExtent(lower: middle, upper: extent.upper)),
        ]
        return try halves.map { number, extent throws(Impossible) in
            let range = KeyRange(
                column: column, lower: extent.lower, upper: extent.upper,
                holdsNull: extent.lower == nil && cut.nullsAreFirst)
            guard let predicate = range.predicate(in: dialect), let label = range.label else {
                throw Impossible(description: "its halves can't be written as conditions (\(chunk.range))")
            }
            return ChunkHalf(number: number, predicate: predicate, range: label, extent: extent)
        }
    }

    private func buckets(of chunk: SplittableChunk, _ first: Int, _ second: Int) throws(Impossible) -> [ChunkHalf] {
        guard let bucket = chunk.extent.bucket, let buckets = chunk.extent.buckets, let predicate = chunk.predicate,
            buckets <= Int(Int32.max) / 2,
            let hash = dialect.hashBucket(columns: cut.hashColumns, buckets: 2 * buckets, table: cut.hashTable)
        else { throw Impossible(description: "its hash bucket can't be divided further (\(chunk.range))") }
        let label = "hash \(bucket + 1)/\(buckets)"
        let range = chunk.range.hasSuffix(label) ? String(chunk.range.dropLast(label.count)) : "\(chunk.range), "
        return [(first, bucket, "="), (second, bucket + buckets, "<>")].map { number, half, comparison in
            var extent = chunk.extent
            extent.bucket = half
            extent.buckets = 2 * buckets
            return ChunkHalf(
                number: number, predicate: "(\(predicate)) AND (\(hash)) \(comparison) \(bucket)",
                range: "\(range)hash \(half + 1)/\(2 * buckets)", extent: extent)
        }
    }
}
