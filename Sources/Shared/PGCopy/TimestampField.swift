import RowSource

/// `timestamp` and `timestamptz`: microseconds since 2000-01-01 00:00:00 in 64 bits; the extreme values stand for ±
/// infinity.
///
/// A value without a zone is used as it is for `timestamp`, and as UTC for `timestamptz`. `timestamp` refuses any zone
/// but UTC, because dropping it would change the instant. A fraction finer than a microsecond is refused; PostgreSQL's
/// own input would round it.
enum TimestampField {
    @inline(__always)
    static func micros(_ date: CalendarDate) throws(Refusal) -> Int64 {
        let days = try PostgresCalendar.days(year: Int(date.year), month: Int(date.month), day: Int(date.day))
        return try PostgresCalendar.timestamp(days: days, micros: 0)
    }

    @inline(__always)
    static func micros(_ timestamp: CalendarTimestamp) throws(Refusal) -> Int64 {
        let micros = timestamp.nanosecond / 1000
        guard micros &* 1000 == timestamp.nanosecond else { throw .finerThanMicrosecond }
        guard micros < 1_000_000 else { throw .noSuchTime }
        let days = try PostgresCalendar.days(
            year: Int(timestamp.year), month: Int(timestamp.month), day: Int(timestamp.day))
        let clock = try PostgresCalendar.micros(
            hour: Int(timestamp.hour), minute: Int(timestamp.minute), second: Int(timestamp.second),
            micros: Int(micros))
        return try PostgresCalendar.timestamp(days: days, micros: clock)
    }

    /// For `timestamp`.
    @inline(__always)
    static func micros(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Int64 {
        let text = try CalendarText(bytes, orElse: .notTimestamp)
        guard text.zone ?? 0 == 0 else { throw .zoned }
        return try field(text)
    }

    /// For `timestamptz`.
    @inline(__always)
    static func zonedMicros(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Int64 {
        try field(CalendarText(bytes, orElse: .notTimestamp))
    }

    @inline(__always)
    private static func field(_ text: CalendarText) throws(Refusal) -> Int64 {
        switch text.kind {
        case .infinity: return Int64.max
        case .negativeInfinity: return Int64.min
        case .finite: break
        }
        let zone = (text.zone ?? 0) &* PostgresCalendar.microsPerSecond
        return try PostgresCalendar.timestamp(days: text.days, micros: text.micros &- zone)
    }
}
