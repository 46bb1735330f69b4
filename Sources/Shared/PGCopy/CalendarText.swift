/// A date, optionally with time and zone, in ISO 8601 or as PostgreSQL prints it.
///
/// `2024-02-29`, `2024-02-29 12:34`, `2024-02-29T12:34:56.789Z`, `0044-03-15 12:00:00+01:30 BC`, `infinity`. A year has
/// four to seven digits; months, days, hours, minutes and seconds have two.
struct CalendarText {
    enum Kind {
        case finite, infinity, negativeInfinity
    }

    private(set) var kind = Kind.finite
    /// Days since 2000-01-01, in the text's own zone.
    private(set) var days = 0
    /// Microseconds since midnight; 0 if the text is only a date.
    private(set) var micros = 0
    /// Seconds east of UTC; `nil` if the text has no zone.
    private(set) var zone: Int?

    /// Throws `notCalendar` if the text has another form.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, orElse notCalendar: Refusal) throws(Refusal) {
        var scanner = try ByteScanner(trimming: bytes)
        if scanner.digit >= 10 {
            try readInfinity(&scanner, notCalendar)
            return
        }
        let start = scanner.next
        guard var year = scanner.number(), scanner.next - start >= 4, scanner.next - start <= 7, scanner.skip("-"),
            let month = scanner.twoDigits(), scanner.skip("-"), let day = scanner.twoDigits()
        else { throw notCalendar }
        if !scanner.isAtEnd {
            let hasT = scanner.skip("T") || scanner.skip("t")
            if !hasT { scanner.skipSpaces() }
            if hasT || scanner.digit < 10 {
                micros = try scanner.clock(orElse: notCalendar)
                zone = try scanner.zone(orElse: notCalendar)
                scanner.skipSpaces()
            }
            if scanner.skip(word: "bc") { year = 0 &- year }
            guard scanner.isAtEnd else { throw notCalendar }
        }
        days = try PostgresCalendar.days(year: year, month: month, day: day)
    }

    private mutating func readInfinity(_ scanner: inout ByteScanner, _ notCalendar: Refusal) throws(Refusal) {
        kind = scanner.skip("-") ? .negativeInfinity : .infinity
        guard scanner.skip(word: "infinity"), scanner.isAtEnd else { throw notCalendar }
    }
}
