import RowSource

/// `date`: days since 2000-01-01 in 32 bits; the extreme values stand for ± infinity.
enum DateField {
    @inline(__always)
    static func days(_ date: CalendarDate) throws(Refusal) -> Int32 {
        try field(PostgresCalendar.days(year: Int(date.year), month: Int(date.month), day: Int(date.day)))
    }

    /// Accepts midnight only.
    @inline(__always)
    static func days(_ timestamp: CalendarTimestamp) throws(Refusal) -> Int32 {
        guard timestamp.hour | timestamp.minute | timestamp.second == 0, timestamp.nanosecond == 0 else {
            throw .timeOfDay
        }
        return try days(CalendarDate(year: timestamp.year, month: timestamp.month, day: timestamp.day))
    }

    /// Accepts a date, or a timestamp at midnight that is in UTC or has no zone.
    @inline(__always)
    static func days(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Int32 {
        let text = try CalendarText(bytes, orElse: .notDate)
        switch text.kind {
        case .infinity: return Int32.max
        case .negativeInfinity: return Int32.min
        case .finite: break
        }
        guard text.micros == 0 else { throw .timeOfDay }
        guard text.zone ?? 0 == 0 else { throw .zoned }
        return try field(text.days)
    }

    @inline(__always)
    static func field(_ days: Int) throws(Refusal) -> Int32 {
        guard days >= PostgresCalendar.firstDay, days < PostgresCalendar.endOfDates else { throw .outOfRange }
        return Int32(truncatingIfNeeded: days)
    }
}
