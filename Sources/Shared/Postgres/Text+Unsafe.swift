/// Converts a C string; `nil` for a null pointer.
func string(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
}

/// Joins libpq's multi-line message into one line, without the final line break.
func trimmed(_ message: String) -> String {
    message.split(whereSeparator: \.isNewline).map { line in
        String(line.drop(while: \.isWhitespace))
    }.joined(separator: "; ")
}
