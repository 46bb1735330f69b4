/// A C string as a string; nil when there is none.
func string(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
}

/// libpq's multi-line messages on one line, without the line break at their end.
func trimmed(_ message: String) -> String {
    message.split(whereSeparator: \.isNewline).map { line in
        String(line.drop(while: \.isWhitespace))
    }.joined(separator: "; ")
}
