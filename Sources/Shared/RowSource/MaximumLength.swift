/// The limit `max_value_bytes`, which bounds the memory of one value.
package enum MaximumLength {
    package static let wayOut =
        "raise max_value_bytes (a slot takes a few times that much memory), shorten it with `expr`, or leave it out"

    /// The error for a value whose length is known before it is read.
    ///
    /// - Parameters:
    /// - bytes: the value's length; `nil` if it is only known to exceed the maximum.
    /// - row: counts from 1 within the chunk.
    package static func refusal(
        of bytes: Int?, maximum: Int, column: String, row: Int, operation: String
    ) -> SourceError {
        let length = bytes.map { "a value of \($0) bytes" } ?? "a value"
        return SourceError(
            .value, operation: operation,
            message: "column '\(column)', row \(row): \(length) is longer than max_value_bytes (\(maximum))",
            advice: wayOut)
    }
}
