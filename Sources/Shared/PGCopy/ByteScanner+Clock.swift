extension ByteScanner {
    /// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff`; returns microseconds since midnight.
    @inline(__always)
    mutating func clock(orElse notClock: Refusal) throws(Refusal) -> Int {
        guard let hour = twoDigits(), skip(":"), let minute = twoDigits() else { throw notClock }
        var (second, micros) = (0, 0)
        if skip(":") {
            guard let seconds = twoDigits() else { throw notClock }
            second = seconds
            if skip(".") { micros = try millionths(orElse: notClock) }
        }
        return try PostgresCalendar.micros(hour: hour, minute: minute, second: second, micros: micros)
    }

    /// Reads `Z`, `UTC`, `+HH`, `+HH:MM`, `+HHMM` or `+HH:MM:SS`; returns seconds east of UTC, `nil` if there is no
    /// zone.
    ///
    /// Like PostgreSQL, accepts less than 16 hours either way.
    mutating func zone(orElse notZone: Refusal) throws(Refusal) -> Int? {
        var ahead = self
        ahead.skipSpaces()
        guard !ahead.isAtEnd else { return nil }
        if ahead.skip(word: "z") || ahead.skip(word: "utc") {
            self = ahead
            return 0
        }
        let west = ahead.skip("-")
        guard west || ahead.skip("+") else { return nil }
        guard let hours = ahead.twoDigits() else { throw notZone }
        var (minutes, seconds) = (0, 0)
        let hasColon = ahead.skip(":")
        if hasColon || ahead.digit < 10 {
            guard let value = ahead.twoDigits() else { throw notZone }
            minutes = value
            if hasColon, ahead.skip(":") {
                guard let value = ahead.twoDigits() else { throw notZone }
                seconds = value
            }
        }
        guard hours < 16, minutes < 60, seconds < 60 else { throw notZone }
        self = ahead
        let offset = (hours * 60 + minutes) * 60 + seconds
        return west ? -offset : offset
    }
}
