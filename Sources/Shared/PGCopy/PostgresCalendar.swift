/// PostgreSQL's calendar: proleptic Gregorian, counted from 2000-01-01, without a year 0.
enum PostgresCalendar {
    static let microsPerSecond = 1_000_000
    static let microsPerDay = 86_400 * microsPerSecond

    /// 4714-11-24 BC, the first day of both dates and timestamps.
    static let firstDay = -2_451_545
    /// The day after 5874897-12-31.
    static let endOfDates = 2_145_031_949
    /// The day after 294276-12-31.
    static let endOfTimestamps = 106_751_983

    /// Days since 2000-01-01; a negative year is BC.
    @inline(__always)
    static func days(year: Int, month: Int, day: Int) throws(Refusal) -> Int {
        guard year != 0 else { throw .yearZero }
        // The arithmetic uses year 0 for 1 BC.
        let year = year < 0 ? year &+ 1 : year
        guard month >= 1, month <= 12, day >= 1, day <= 31 else { throw .noSuchDay }
        if day > 28, day > length(of: month, year) { throw .noSuchDay }
        // Years start in March here, so that the leap day is the last day; an era of 400 years has 146,097 days.
        let marchYear = month <= 2 ? year &- 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear &- 399) / 400
        let yearOfEra = marchYear &- era &* 400
        let monthFromMarch = month > 2 ? month &- 3 : month &+ 9
        let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ day &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        // There are 730,425 days from 0000-03-01 to 2000-01-01.
        return era &* 146_097 &+ dayOfEra &- 730_425
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Microseconds since midnight; 24:00:00 is the end of the day, and second 60 is refused.
    @inline(__always)
    static func micros(hour: Int, minute: Int, second: Int, micros: Int = 0) throws(Refusal) -> Int {
        if second == 60 { throw .leapSecond }
        guard hour <= 24, minute < 60, second < 60 else { throw .noSuchTime }
        let sum = ((hour &* 60 &+ minute) &* 60 &+ second) &* microsPerSecond &+ micros
        guard sum <= microsPerDay else { throw .noSuchTime }
        return sum
    }

    /// Microseconds since 2000-01-01 00:00:00.
    @inline(__always)
    static func timestamp(days: Int, micros: Int) throws(Refusal) -> Int64 {
        guard days >= firstDay &- 1, days <= endOfTimestamps else { throw .outOfRange }
        return try checked(timestamp: Int64(days) &* Int64(microsPerDay) &+ Int64(micros))
    }

    /// Checks that microseconds since 2000-01-01 00:00:00 are in the range of a timestamp.
    @inline(__always)
    static func checked(timestamp sum: Int64) throws(Refusal) -> Int64 {
        guard sum >= Int64(firstDay) &* Int64(microsPerDay), sum < Int64(endOfTimestamps) &* Int64(microsPerDay) else {
            throw .outOfRange
        }
        return sum
    }
}
