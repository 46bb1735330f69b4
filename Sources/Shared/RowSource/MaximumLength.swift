/// `max_value_bytes`: what bounds the memory that one value takes.
package enum MaximumLength {
    package static let wayOut =
        "raise max_value_bytes (a slot takes a few times that much memory), shorten it with `expr`, or leave it out"

    /// The refusal of a value whose length is known before it is read.
    ///
    /// - Parameters:
    ///   - bytes: the value's length; nil: it is longer than the maximum, and nobody says by how much.
    ///   - row: from 1 on, within the chunk.
    package static func refusal(
        of bytes: Int?, maximum: Int, column: String, row: Int, operation: String
    ) -> SourceError {
        let length = bytes.map { "a value of \($0) bytes" } ?? "a longer value"
        return SourceError(
            .value, operation: operation,
            message: "column '\(column)', row \(row): \(length), where max_value_bytes is \(maximum)",
            advice: wayOut)
    }
}
