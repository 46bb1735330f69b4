/// `interval`: microseconds in 64 bits, days and months in 32 bits each.
enum IntervalField {
    static let length = 16

    /// Accepts ISO 8601 durations and PostgreSQL's output formats: see `IntervalText`.
    static func write(_ bytes: UnsafeRawBufferPointer, to field: UnsafeMutableRawPointer) throws(Refusal) -> Int {
        let text = try IntervalText(bytes)
        guard let days = Int32(exactly: text.days), let months = Int32(exactly: text.months) else { throw .outOfRange }
        field.storeBigEndian(text.micros, at: 0)
        field.storeBigEndian(days, at: 8)
        field.storeBigEndian(months, at: 12)
        return length
    }
}
