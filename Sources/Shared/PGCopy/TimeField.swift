import RowSource

/// `time`: microseconds since midnight in 64 bits; 24:00:00 is the largest.
enum TimeField {
    @inline(__always)
    static func micros(_ time: ClockTime) throws(Refusal) -> Int64 {
        let micros = try PostgresCalendar.micros(
            hour: Int(time.hour), minute: Int(time.minute), second: Int(time.second))
        return Int64(micros)
    }

    /// Accepts `HH:MM[:SS[.ffffff]]`, in UTC or without a zone.
    @inline(__always)
    static func micros(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Int64 {
        var scanner = try ByteScanner(trimming: bytes)
        let micros = try scanner.clock(orElse: .notTime)
        let zone = try scanner.zone(orElse: .notTime)
        guard scanner.isAtEnd else { throw .notTime }
        guard zone ?? 0 == 0 else { throw .zoned }
        return Int64(micros)
    }
}
