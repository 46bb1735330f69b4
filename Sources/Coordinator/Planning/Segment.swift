import Model

/// Part of a table's rows that will become a chunk, or be split by hash into several.
struct Segment {
    /// The condition in the source's SQL; `nil` for the whole table.
    var predicate: String?
    /// A label for messages.
    var range: String
    var extent = ChunkExtent()
    var rows: Int

    static let wholeRange = "all rows"

    /// All rows of the table, including NULL keys.
    static func whole(rows: Int) -> Segment {
        Segment(predicate: nil, range: wholeRange, rows: rows)
    }

    /// One hash bucket of this segment's rows.
    func bucket(_ number: Int, of buckets: Int, expression: String, rows: Int) -> Segment {
        let condition = "(\(expression)) = \(number)"
        let label = "hash \(number + 1)/\(buckets)"
        var extent = extent
        extent.bucket = number
        extent.buckets = buckets
        return Segment(
            predicate: predicate.map { "(\($0)) AND \(condition)" } ?? condition,
            range: predicate == nil ? label : "\(range), \(label)", extent: extent, rows: rows)
    }
}
